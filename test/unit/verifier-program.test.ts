import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishedKeys } from '../support/evidence/keys';
import { vkeyOf } from '../support/evidence/proof';
import { chain, receiptOf } from '../support/evidence/receipt';
import { samplesOf } from '../support/evidence/samples';
import { bytesOf, newWorld } from '../support/evidence/world';
import { runVerifier, VERIFIER } from '../support/run-verifier';

const world = newWorld();
const keySet = publishedKeys(world.keys);

describe('verifier/verify.mjs as a program', () => {
  let folder: string;
  let keys: string;
  let alone: string;
  const at = (name: string): string => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gongmun-verifier-'));
    for (const { name, bytes } of samplesOf(world)) writeFileSync(at(name), bytes);
    writeFileSync(at('broken.json'), readFileSync(at('receipt-first.json')).subarray(1));
    writeFileSync(at('broken.pdf'), Buffer.concat([readFileSync(at('sealed-rsa.pdf')), Buffer.of(10)]));
    keys = at('issuer-keys.json');
    writeFileSync(keys, JSON.stringify(keySet));
    alone = at('verify.mjs');
    copyFileSync(VERIFIER, alone);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    'receipt-first.json',
    'receipt-bundle.json',
    'proof-of-receipt.json',
    'sealed-p256.pdf',
    'bundle.zip',
  ])('says in words what %s proves, and ends with 0', async (name) => {
    const { status, out, err } = await runVerifier([at(name), '--keys', keys]);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^GENUINE: /);
    if (!name.startsWith('proof')) expect(out.split('\n')[1]).toBe('  Issuer: https://gongmun.example.org');
  });

  it('ends with 1 over what is not genuine, and with 2 where it cannot tell', async () => {
    const broken = await runVerifier([at('broken.pdf'), '--keys', keys]);
    expect([broken.status, broken.out]).toEqual([
      1,
      expect.stringMatching(/^NOT GENUINE: [\s\S]*added or cut off/),
    ]);
    const foreign = await runVerifier([alone, '--keys', keys]);
    expect([foreign.status, foreign.out]).toEqual([2, expect.stringMatching(/^CANNOT TELL: /)]);
    const untrusted = await runVerifier([at('bundle.zip'), '--offline']);
    expect([untrusted.status, untrusted.out]).toEqual([
      2,
      expect.stringMatching(/No keys are trusted here yet/),
    ]);
    expect(untrusted.out).toContain('--keys FILE');
  });

  it('answers in JSON, and reads standard input', async () => {
    const input = readFileSync(at('receipt-first.json'));
    const { status, out } = await runVerifier(['-', '--keys', keys, '--json'], { input });
    const answer = { verdict: 'genuine', kind: 'receipt', proved: expect.any(Array), faults: [] };
    expect([status, JSON.parse(out)]).toEqual([0, answer]);
    const broken = await runVerifier([at('broken.json'), '--keys', keys, '--json']);
    expect([broken.status, JSON.parse(broken.out).verdict]).toEqual([1, 'not_genuine']);
  });

  it('needs no other file, and trusts the keys that lie beside it', async () => {
    const without = await runVerifier([at('bundle.zip'), '--offline'], { program: alone });
    expect(without.status).toBe(2);
    writeFileSync(at('trusted-keys.json'), JSON.stringify(keySet));
    const beside = await runVerifier([at('bundle.zip'), '--offline'], { program: alone });
    expect(beside.status).toBe(0);
    const others = at('other-keys.json');
    writeFileSync(others, JSON.stringify(publishedKeys(newWorld().keys)));
    const given = await runVerifier([at('bundle.zip'), '--keys', others], { program: alone });
    expect(given.status).toBe(2);
  });

  it('checks witnesses that are named, and whose the file must be', async () => {
    const witness = await runVerifier([
      at('receipt-bundle.json'),
      '--keys',
      keys,
      '--witness',
      vkeyOf(world.witness),
    ]);
    expect([witness.status, witness.out]).toEqual([0, expect.stringContaining('countersigned')]);
    const other = await runVerifier([
      at('bundle.zip'),
      '--keys',
      keys,
      '--issuer',
      'https://other.example.org',
    ]);
    expect([other.status, other.out]).toEqual([
      1,
      expect.stringContaining('not by https://other.example.org'),
    ]);
  });

  it('ends with 2 and a sentence where it is called wrongly', async () => {
    const wrong: [string[], RegExp][] = [
      [[], /node verify\.mjs FILE/],
      [['--nonsense', 'x'], /nonsense/],
      [[at('no-such-file')], /no such file/],
      [[folder], /EISDIR|illegal operation/],
      [[at('bundle.zip'), '--keys', at('no-such-keys')], /no such file/],
      [[at('bundle.zip'), '--keys', at('bundle.zip')], /no set of keys/],
      [[at('bundle.zip'), '--keys', at('receipt-first.json')], /no key that could be trusted/],
      [[at('bundle.zip'), '--witness', 'nonsense'], /not the key of a witness/],
    ];
    for (const [args, words] of wrong) {
      const { status, out, err } = await runVerifier(args);
      expect([args, status]).toEqual([args, 2]);
      expect(out + err).toMatch(words);
    }
    expect((await runVerifier(['--help'])).status).toBe(0);
  });

  describe('without keys, asks the issuer', () => {
    let server: Server;
    let asked: string[] = [];
    let answer: RequestListener;
    let receipt: string;
    let issuer: string;

    beforeAll(async () => {
      server = createServer((req, res) => {
        asked.push(req.url ?? '');
        answer(req, res);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const drafts = [{ event: 'Closed', actor: { id: 'system', capacity: 'system' } }];
      const [evidence = {}] = chain(drafts, 'a submission', issuer);
      receipt = at('receipt-of-loopback.json');
      writeFileSync(receipt, bytesOf(receiptOf(evidence, world.keys.evidence)));
    });
    beforeEach(() => {
      asked = [];
      answer = (_req, res) => res.end(JSON.stringify(keySet));
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    it('for the keys that it publishes', async () => {
      const { status, out } = await runVerifier([receipt]);
      expect([status, asked]).toEqual([0, ['/.well-known/jwks.json']]);
      expect(out).toContain(`Issuer: ${issuer}`);
    });

    it('for those of a proof, which names none, where it is told whom', async () => {
      const proof = at('proof-of-receipt.json');
      expect((await runVerifier([proof])).status).toBe(2);
      expect(asked).toEqual([]);
      expect((await runVerifier([proof, '--issuer', issuer])).status).toBe(0);
    });

    it('but not when offline, nor over a file that is broken anyway', async () => {
      expect((await runVerifier([receipt, '--offline'])).status).toBe(2);
      expect((await runVerifier([at('broken.json')])).status).toBe(1);
      expect(asked).toEqual([]);
    });

    it('and trusts no redirection, no flood, no error and no nonsense', async () => {
      const refusals: [RequestListener, RegExp][] = [
        [(_req, res) => res.writeHead(302, { location: `${issuer}/elsewhere` }).end(), /redirect/],
        [(_req, res) => res.end(JSON.stringify({ ...keySet, more: 'x'.repeat(300_000) })), /too much/],
        [(_req, res) => res.writeHead(500).end(JSON.stringify(keySet)), /500/],
        [(_req, res) => res.end('<html>'), /not JSON/],
        [(_req, res) => res.end('{"keys":[]}'), /no key/],
        [(req) => req.socket.destroy(), /could not be fetched/],
      ];
      for (const [listener, words] of refusals) {
        answer = listener;
        const { status, out } = await runVerifier([receipt]);
        expect([status, out]).toEqual([2, expect.stringMatching(words)]);
      }
      expect(asked).not.toContain('/elsewhere');
    });

    it('gives up after some seconds', async () => {
      answer = () => {};
      const { status, out, ms } = await runVerifier([receipt]);
      expect([status, out]).toEqual([2, expect.stringMatching(/could not be fetched/)]);
      expect(ms).toBeLessThan(30_000);
    });

    it('never over an address in the open that is not encrypted', async () => {
      const { status, out } = await runVerifier([
        at('proof-of-receipt.json'),
        '--issuer',
        'http://gongmun.example.org',
      ]);
      expect([status, out]).toEqual([2, expect.stringMatching(/does not begin with https/)]);
    });
  });
});
