import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createVerifier } from '../../adapters/verifier';
import { until } from '../support/until';

const VECTORS = join(__dirname, '../vectors');
const keys = JSON.parse(readFileSync(join(VECTORS, 'keys.json'), 'utf8'));
const vector = (name: string): Readable => Readable.from([readFileSync(join(VECTORS, name))]);
const endlessly = (): Readable => new Readable({ read() {} });
/** What checks leave on the disk, where they would. */
const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('gongmun-verify-'));

describe('checks of files for others', () => {
  let folder: string;
  const program = (source: string): string => {
    const path = join(folder, `${createHash('sha256').update(source).digest('hex')}.mjs`);
    writeFileSync(path, source);
    return path;
  };
  let temporary: string | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gongmun-checks-'));
    temporary = process.env.TMPDIR;
    process.env.TMPDIR = folder;
  });
  afterEach(() => expect(left()).toEqual([]));
  afterAll(() => {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['genuine-sealed-rsa.pdf', 'genuine', 'pdf'],
    ['genuine-bundle.zip', 'genuine', 'bundle'],
    ['receipt-cut-off.json', 'not_genuine', 'unknown'],
    ['foreign-unsigned-encrypted.pdf', 'cannot_tell', 'unknown'],
    ['foreign-empty.bin', 'cannot_tell', 'unknown'],
  ])('find %s %s', async (name, verdict, kind) => {
    expect(await createVerifier().check(vector(name), keys)).toMatchObject({ verdict, kind });
  });

  it('trust no key that they were not given', async () => {
    const { verdict } = await createVerifier().check(vector('genuine-bundle.zip'), { keys: [] });
    expect(verdict).toBe('cannot_tell');
  });

  it('show the program nothing of this process', async () => {
    const faults = 'process.stdout.write(JSON.stringify({ faults: Object.keys(process.env) }))';
    const { check } = createVerifier({ program: program(faults) });
    expect(await check(vector('foreign-empty.bin'), keys)).toEqual({ faults: [] });
  });

  it('are stopped after their time', async () => {
    const { check } = createVerifier({ program: program('setInterval(() => {}, 1_000)'), withinMs: 300 });
    const { verdict, faults } = await check(vector('genuine-bundle.zip'), keys);
    expect([verdict, faults.join()]).toEqual(['cannot_tell', expect.stringMatching(/more time or memory/)]);
  });

  it('are stopped at their memory', async () => {
    const greedy = 'const all = []; for (;;) all.push(new Array(100_000).fill(all.length));';
    const { check } = createVerifier({ program: program(greedy), heapMiB: 20 });
    const { verdict, faults } = await check(vector('genuine-bundle.zip'), keys);
    expect([verdict, faults.join()]).toEqual(['cannot_tell', expect.stringMatching(/more time or memory/)]);
  });

  it('take no file that is too large', async () => {
    const { check } = createVerifier({ maxBytes: 100 });
    await expect(check(Readable.from([Buffer.alloc(101)]), keys)).rejects.toMatchObject({
      kind: 'too_large',
    });
  });

  it('do not wait for ever for a file, and notice when its sender went away', async () => {
    const { check } = createVerifier({ arriveWithinMs: 100 });
    await expect(check(endlessly(), keys)).rejects.toMatchObject({ code: 'request.incomplete' });
    const source = endlessly();
    const checked = createVerifier().check(source, keys);
    source.destroy();
    await expect(checked).rejects.toMatchObject({ code: 'request.incomplete' });
  });

  it('run two at a time; a third is refused, and welcome afterwards', async () => {
    const running = join(folder, 'running');
    const waiting = program(
      `import { appendFileSync, existsSync } from 'node:fs';
      appendFileSync(${JSON.stringify(running)}, '.');
      const timer = setInterval(() => {
        if (!existsSync(${JSON.stringify(running)})) clearInterval(timer);
      }, 10);
      process.on('exit', () => process.stdout.write('{"verdict":"genuine"}'));`,
    );
    const { check } = createVerifier({ program: waiting });
    const untilStarted = (dots: string) =>
      until(
        async () => readFileSync(running, { encoding: 'utf8', flag: 'a+' }),
        (found) => found === dots,
      );
    const two = [check(vector('foreign-empty.bin'), keys), check(vector('foreign-empty.bin'), keys)];
    expect(await untilStarted('..')).toBe('..');
    await expect(check(vector('foreign-empty.bin'), keys)).rejects.toMatchObject({
      kind: 'unavailable',
      retryAfter: 5,
    });
    rmSync(running);
    expect(await Promise.all(two)).toEqual([{ verdict: 'genuine' }, { verdict: 'genuine' }]);
    const third = check(vector('foreign-empty.bin'), keys);
    expect(await untilStarted('.')).toBe('.');
    rmSync(running);
    expect(await third).toEqual({ verdict: 'genuine' });
  });

  it('take in only so many files at the same time', async () => {
    const { check } = createVerifier({ arrivingAtOnce: 3 });
    const sources = [endlessly(), endlessly(), endlessly()];
    const arriving = sources.map((source) => check(source, keys));
    await expect(check(vector('genuine-bundle.zip'), keys)).rejects.toMatchObject({ code: 'verify.busy' });
    const ended = Promise.allSettled(arriving);
    for (const source of sources) source.destroy();
    const incomplete = { status: 'rejected', reason: { code: 'request.incomplete' } };
    expect(await ended).toMatchObject([incomplete, incomplete, incomplete]);
  });
});
