import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '../../verifier/verify.mjs';
import { receiptBundle, submissionBundle } from '../support/evidence/bundle';
import { newEd25519, publishedKeys } from '../support/evidence/keys';
import { newMail } from '../support/evidence/packages';
import { proofOf, vkeyOf } from '../support/evidence/proof';
import { chain, type JsonObject, type Receipt, receiptOf } from '../support/evidence/receipt';
import { proofSamples, type Sample, samplesOf } from '../support/evidence/samples';
import { bytesOf, newWorld } from '../support/evidence/world';

const VECTORS = join(__dirname, '../vectors');
const vector = (name: string): Buffer => readFileSync(join(VECTORS, name));
const json = (name: string) => JSON.parse(vector(name).toString());

describe('the verifier and the vectors', () => {
  const expected: Record<string, string> = json('expected.json');
  const names = Object.keys(expected);

  it('gives each file its verdict', () => {
    const keys = json('keys.json');
    const found = names.map((name) => [name, verify(vector(name), { keys }).verdict]);
    expect(Object.fromEntries(found)).toEqual(expected);
    expect(names.length).toBeGreaterThan(230);
  });

  it('has a verdict for every file that is there', () => {
    const there = readdirSync(VECTORS).filter((name) => !['keys.json', 'expected.json'].includes(name));
    expect(there.sort()).toEqual([...names].sort());
  });

  it('says why, and proves nothing, unless a file is genuine', () => {
    const keys = json('keys.json');
    for (const name of names) {
      const { verdict, proved, faults } = verify(vector(name), { keys });
      const genuine = verdict === 'genuine';
      expect([name, proved.length > 0, faults.length > 0]).toEqual([name, genuine, !genuine]);
      expect(faults.join()).not.toContain('The program failed');
    }
  });

  it('finds nothing genuine while it trusts nobody, and nothing wrong with what is genuine', () => {
    for (const name of names) {
      const { verdict } = verify(vector(name));
      expect([name, verdict]).not.toEqual([name, 'genuine']);
      if (expected[name] !== 'not_genuine') expect([name, verdict]).toEqual([name, 'cannot_tell']);
    }
  });
});

describe('the verifier', () => {
  const world = newWorld();
  const keys = publishedKeys(world.keys);
  const samples = samplesOf(world);
  const sampleOf = (name: string): Buffer => {
    const found = samples.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no sample ${name}.`);
    return found.bytes;
  };
  const told = (bytes: Buffer, options = {}): string => verify(bytes, { keys, ...options }).proved.join('\n');

  it.each(samples.map((sample): [string, Sample] => [sample.name, sample]))('accepts %s', (_name, sample) => {
    const { proved, ...rest } = verify(sample.bytes, { keys });
    expect(rest).toEqual({ verdict: 'genuine', kind: sample.kind, faults: [] });
    expect(proved.length).toBeGreaterThan(1);
  });

  it('accepts proofs from trees of every shape', () => {
    const sizes = Array.from({ length: 34 }, (_, i) => i + 1);
    const found = proofSamples(world, sizes).map(({ name, bytes }) => [
      name,
      verify(bytes, { keys }).verdict,
    ]);
    expect(found.length).toBeGreaterThan(90);
    expect(found.filter(([, verdict]) => verdict !== 'genuine')).toEqual([]);
  });

  it('tells the issuer first, and what happened when, to what, by whom', () => {
    expect(told(sampleOf('receipt-decided.json'))).toMatch(/^Issuer: https:\/\/gongmun\.example\.org\n/);
    for (const words of [
      'was decided',
      '2026-11-24T23:22:51.422Z',
      'To which submission: 01a20fe1',
      'haneul-civil',
    ])
      expect(told(sampleOf('receipt-decided.json'))).toContain(words);
    expect(told(sampleOf('receipt-bundle.json'))).toContain('entry 7 of 13 in the public log');
    expect(told(sampleOf('receipt-bundle.json'))).toContain('register of haneul-civil of 2026 was then 17');
    expect(told(sampleOf('receipt-bundle.json'))).toContain(
      'register of what haneul-civil sent of 2026 was then 5',
    );
    expect(told(sampleOf('bundle-bare.zip'))).toContain('1 of them came without a proof');
  });

  it('speaks of a document as a document, of a delivery as a delivery', () => {
    const mail = newMail(world);
    const [consigned] = mail.receipts;
    const said = (receipt: Receipt | undefined) => told(bytesOf(receipt ?? {}));
    expect(said(mail.registration)).toContain(`To which official document: ${mail.document}`);
    expect(said(consigned)).toContain(`To which delivery of an official document: ${mail.delivery}`);
    const kept = (event: string, facts: JsonObject) => {
      const [evidence = {}] = chain([{ event, facts, actor: { id: 'a', capacity: 'official' } }]);
      return said(receiptOf(evidence, world.keys.evidence));
    };
    expect(kept('Disposed', { number: 'haneul-civil/2026-5' })).toContain('To which official document: ');
    expect(kept('HoldSet', { hold: 'h' })).toContain('To which submission or official document: ');
    expect(told(sampleOf('mail.zip'))).toContain('Its 2 attachments are those that the receipt');
  });

  it('shows nothing that would steer a terminal', () => {
    const { evidence } = world.keys;
    const statement = { ...world.log.statement('evidence', world.receipts[0]?.digest ?? '') };
    const bytes = bytesOf({ ...proofOf(statement, evidence), '\u001b[2J\u202e': 'x' });
    const { faults } = verify(bytes, { keys });
    expect(faults.join()).toMatch(/�\[2J�/);
    expect(faults.join()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('counts a witness that countersigned, says so of one that did not, and refuses a wrong countersignature', () => {
    const mine = vkeyOf(world.witness);
    const other = vkeyOf({ name: 'other.example.net', key: newEd25519('log') });
    const bytes = bytesOf(receiptBundle(world, 1));
    expect(told(bytes, { witnesses: [mine] })).toContain(
      'witness.example.net countersigned that statement at 2026-',
    );
    expect(told(bytes, { witnesses: [other] })).toContain('other.example.net has not countersigned');
    const checkpoint = world.log.checkpoint(undefined, [world.witness]);
    const [, line = ''] = checkpoint.split('— witness.example.net ');
    const signature = Buffer.from(line, 'base64');
    signature[20] = (signature[20] ?? 0) ^ 1;
    const forged = checkpoint.replace(line.trim(), signature.toString('base64'));
    const statement = world.log.statement('evidence', world.receipts[1]?.digest ?? '', forged);
    const proof = bytesOf(proofOf(statement, world.keys.evidence));
    expect(verify(proof, { keys }).verdict).toBe('genuine');
    expect(verify(proof, { keys, witnesses: [mine] })).toMatchObject({ verdict: 'not_genuine' });
    expect(verify(proof, { keys, witnesses: ['nonsense'] })).toMatchObject({ verdict: 'cannot_tell' });
  });

  it('refuses a file of another issuer than was asked for', () => {
    const bytes = sampleOf('receipt-first.json');
    expect(verify(bytes, { keys, issuer: 'https://gongmun.example.org/' }).verdict).toBe('genuine');
    expect(verify(bytes, { keys, issuer: 'https://other.example.org' }).verdict).toBe('not_genuine');
  });

  it('passes over keys that are named wrongly, too short, or of the wrong kind for their purpose', () => {
    const jwk = (key: { published: object }, change: object) => ({ ...key.published, ...change });
    const { evidence, log, p256, rsa } = world.keys;
    const useless = [
      jwk(evidence, { kid: log.kid }),
      jwk(evidence, { purpose: 'seal' }),
      jwk(log, { purpose: undefined }),
      jwk(p256, { purpose: 'evidence' }),
      jwk(p256, { y: p256.published.x }),
      jwk(rsa, { n: 'AQAB' }),
      { kty: 'oct', k: 'AAAA', purpose: 'evidence', kid: evidence.kid },
      'nonsense',
      null,
    ];
    for (const { name, bytes } of samples)
      expect([name, verify(bytes, { keys: { keys: useless } }).verdict]).toEqual([name, 'cannot_tell']);
    for (const keySet of [[], 'x', { keys: 'x' }, { keys: [[]] }])
      expect(verify(sampleOf('bundle.zip'), { keys: keySet as object }).verdict).toBe('cannot_tell');
  });

  it('names each part of a bundle that is at fault', () => {
    const files = submissionBundle(world);
    const stranger = newWorld();
    expect(verify(files, { keys: publishedKeys(stranger.keys) })).toMatchObject({
      verdict: 'cannot_tell',
      kind: 'bundle',
    });
    const { faults } = verify(vector('bundle-manifest-of-other-submission.zip'), { keys: json('keys.json') });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(
      expect.arrayContaining(['evidence/0001.json', 'evidence/0002.json', 'evidence/0003.json']),
    );
  });
});
