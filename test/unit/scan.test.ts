import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { createClamdScanner, createNoScanner } from '../../adapters/scan';
import {
  answerAsClamd,
  type ClamdServer,
  EICAR,
  startClamd,
  startClamdSpeaker,
} from '../support/clamd-server';
import { type Clamd, findClamd } from '../support/find-clamd';

const stream = (...parts: (Buffer | string)[]): Readable =>
  Readable.from(
    parts.map((part) => Buffer.from(part)),
    { objectMode: false },
  );

const UNAVAILABLE = { kind: 'unavailable', code: 'scan.unavailable' };

const clamd = findClamd();

describe('scanning with a server that speaks as clamd does', () => contract(() => startClamdSpeaker()));

(clamd === undefined ? describe.skip : describe)('scanning with clamd itself', () =>
  contract(() => startClamd(clamd as Clamd)),
);

/** What is promised of a scanner. */
function contract(start: () => Promise<ClamdServer>): void {
  let server: ClamdServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server?.stop());

  test('a harmless file is clean', async () => {
    const source = stream('안녕하십니까', randomBytes(300_000), 'x');
    expect(await createClamdScanner(server.address).scan(source)).toEqual({ verdict: 'clean' });
  });

  test('malware is named', async () => {
    const { verdict, signature } = await createClamdScanner(server.address).scan(
      stream(EICAR.slice(0, 10), EICAR.slice(10)),
    );
    expect(verdict).toBe('infected');
    expect(signature).toMatch(/Eicar-Test-Signature/);
  });

  test('an empty file is clean', async () => {
    expect(await createClamdScanner(server.address).scan(stream())).toEqual({ verdict: 'clean' });
  });

  test('a file larger than the scanner takes is not scanned, whenever the scanner says so', async () => {
    const part = randomBytes(server.limit / 20);
    // Many times: where the connection closes between two writes is the scanner's affair.
    for (let time = 0; time < 40; time += 1) {
      const file = stream(...Array.from({ length: 200 }, () => part));
      expect(await createClamdScanner(server.address).scan(file)).toEqual({ verdict: 'not_scanned' });
    }
  });

  test('ten files at once each get their own verdict', async () => {
    const scanner = createClamdScanner(server.address);
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, n) => scanner.scan(stream(n % 2 === 0 ? EICAR : 'harmless'))),
    );
    expect(results.map(({ verdict }) => verdict)).toEqual(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? 'infected' : 'clean')),
    );
  });

  test('a file that cannot be read to its end is no fault of the scanner', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('x');
      throw new Error('the store failed');
    }
    const source = Readable.from(broken(), { objectMode: false });
    await expect(createClamdScanner(server.address).scan(source)).rejects.toThrow('the store failed');
  });
}

describe('a scanner that fails', () => {
  let servers: ClamdServer[] = [];
  const speaker = async (answer: (received: Buffer) => string | undefined): Promise<ClamdServer> => {
    const server = await startClamdSpeaker(answer);
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of servers) await server.stop();
    servers = [];
  });

  test('one that is not there is unavailable', async () => {
    const server = await speaker(answerAsClamd);
    await server.stop();
    servers = [];
    const source = stream('x');
    await expect(createClamdScanner(server.address).scan(source)).rejects.toMatchObject(UNAVAILABLE);
    expect(source.destroyed).toBe(true);
    await expect(createClamdScanner('unix:/nowhere/clamd.sock').scan(stream('x'))).rejects.toMatchObject(
      UNAVAILABLE,
    );
  });

  test('one that never answers is unavailable', async () => {
    const { address } = await speaker(() => undefined);
    const scanner = createClamdScanner(`tcp://${address}`, { stepMs: 200, verdictMs: 200 });
    await expect(scanner.scan(stream('x'))).rejects.toMatchObject(UNAVAILABLE);
  });

  test.each(['stream: Can not allocate memory ERROR', '', 'UNKNOWN COMMAND', 'stream: OK FOUND ERROR'])(
    'the reply %j is no verdict',
    async (reply) => {
      const { address } = await speaker(() => reply);
      await expect(createClamdScanner(address).scan(stream('x'))).rejects.toMatchObject(UNAVAILABLE);
    },
  );

  test('an address that is none is told when the scanner is made', () => {
    expect(() => createClamdScanner('not an address')).toThrow();
  });
});

test('without a scanner every file is said to be unscanned', async () => {
  const source = stream('x');
  expect(await createNoScanner().scan(source)).toEqual({ verdict: 'not_scanned' });
  expect(source.destroyed).toBe(true);
});
