import { createHmac } from 'node:crypto';
import { newEd25519, type TestKey } from './keys';
import { chain, type JsonObject, jcs, jws, receiptOf } from './receipt';
import type { Sample } from './samples';
import { bytesOf, type World } from './world';

export type Verdict = 'genuine' | 'not_genuine' | 'cannot_tell';

/** A file that is not genuine, or of which nobody can tell, by name. */
export interface Broken {
  name: string;
  verdict: Verdict;
  bytes: Buffer;
}

const b64u = (text: string): string => Buffer.from(text).toString('base64url');

/** A receipt whose JWS was made by hand. */
function withHeader(evidence: JsonObject, header: string, sign: (signed: string) => string): JsonObject {
  const signed = `${b64u(header)}.${b64u(jcs(evidence))}`;
  return { ...receiptOf(evidence, newEd25519('evidence')), jws: `${signed}.${sign(signed)}` };
}

/** What somebody with a text editor can do to a receipt. */
function changedByHand(receipt: JsonObject, other: JsonObject): [string, Verdict, Buffer][] {
  const bytes = bytesOf(receipt);
  const text = bytes.toString();
  const evidence = receipt.evidence as JsonObject;
  const signature = String(receipt.jws);
  const unused = `${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : signature.endsWith('Q') ? 'R' : signature.endsWith('g') ? 'h' : 'x'}`;
  return [
    ['cut-off', 'not_genuine', bytes.subarray(0, -1)],
    ['cut-off-early', 'cannot_tell', bytes.subarray(0, 100)],
    ['newline-appended', 'not_genuine', Buffer.from(`${text}\n`)],
    ['zero-appended', 'not_genuine', Buffer.from(`${text}\0`)],
    ['space-before', 'not_genuine', Buffer.from(` ${text}`)],
    ['byte-order-mark', 'not_genuine', Buffer.from(`\ufeff${text}`)],
    ['utf-16', 'cannot_tell', Buffer.from(text, 'utf16le')],
    ['set-in-lines', 'not_genuine', Buffer.from(JSON.stringify(receipt, null, 2))],
    ['member-twice', 'not_genuine', Buffer.from(text.replace('{"digest":', '{"digest":"x","digest":'))],
    ['other-order', 'not_genuine', Buffer.from(JSON.stringify({ jws: signature, ...receipt }))],
    [
      'escaped',
      'not_genuine',
      Buffer.from(text.replace('"party"', '"p\\u0061rty"').replace('"system"', '"s\\u0079stem"')),
    ],
    ['broken-utf-8', 'not_genuine', Buffer.from(text.replace('"id":"0', '"id":"\xff'), 'latin1')],
    ['event-changed', 'not_genuine', bytesOf({ ...receipt, evidence: { ...evidence, event: 'Closed' } })],
    ['digest-of-another', 'not_genuine', bytesOf({ ...receipt, digest: other.digest })],
    [
      'evidence-of-another',
      'not_genuine',
      bytesOf({ ...receipt, evidence: other.evidence, digest: other.digest }),
    ],
    ['jws-of-another', 'not_genuine', bytesOf({ ...receipt, jws: other.jws })],
    ['member-added', 'not_genuine', bytesOf({ ...receipt, note: 'x' })],
    ['member-missing', 'not_genuine', bytesOf({ format: receipt.format, evidence, jws: signature })],
    ['unused-bits', 'not_genuine', bytesOf({ ...receipt, jws: unused })],
    ['padded', 'not_genuine', bytesOf({ ...receipt, jws: `${signature}==` })],
    ['segment-added', 'not_genuine', bytesOf({ ...receipt, jws: `${signature}.AAAA` })],
    ['other-format', 'cannot_tell', bytesOf({ ...receipt, format: 'gongmun-receipt/2' })],
    ['no-format', 'cannot_tell', bytesOf({ evidence, digest: receipt.digest, jws: signature })],
  ];
}

/** Signed by the operator itself, and yet not as it must be. */
function wronglyStated(evidence: JsonObject, key: TestKey): [string, Verdict, Buffer][] {
  const stated = (name: string, change: JsonObject, verdict: Verdict = 'not_genuine') =>
    [name, verdict, bytesOf(receiptOf({ ...evidence, ...change }, key))] as [string, Verdict, Buffer];
  const nested = (levels: number): JsonObject => {
    let value: JsonObject = { a: 1 };
    for (let i = 1; i < levels; i++) value = { a: value };
    return value;
  };
  const { actor: _, ...actorless } = evidence;
  return [
    stated('version-2', { v: 2 }),
    stated('member-unknown', { note: 'x' }),
    stated('sequence-0', { sequence: 0 }),
    stated('previous-on-the-first', { previous: 'A'.repeat(43) }),
    stated('no-such-day', { at: '2026-02-30T00:00:00.000Z' }),
    stated('no-milliseconds', { at: '2026-02-03T00:00:00Z' }),
    stated('fact-nested', { facts: { a: { b: 1 } } }),
    stated('fact-fraction', { facts: { a: 1.5 } }),
    stated('fact-too-large', { facts: { a: 2 ** 53 } }),
    stated('fact-true', { facts: { a: true } }),
    stated('fact-null', { facts: { a: null as unknown as string } }),
    stated('half-a-character', { facts: { a: '\ud800' } }),
    stated('content-no-digest', { content: 'x' }),
    stated('content-unused-bits', { content: `${'A'.repeat(42)}B` }),
    stated('reason-without-code', { reasons: [{ text: 'A'.repeat(43) }] }),
    stated('actor-with-name', { actor: { id: 'a', capacity: 'party', name: 'Kim' } }),
    stated('issuer-no-address', { issuer: 'gongmun.example.org' }),
    stated('levels-32', { facts: nested(30) }),
    stated('levels-33', { facts: nested(31) }, 'cannot_tell'),
    ['actor-missing', 'not_genuine', bytesOf(receiptOf(actorless, key))],
  ];
}

/** By the wrong key, or by no key at all. */
function wronglySigned(evidence: JsonObject, { keys }: World): [string, Verdict, Buffer][] {
  const { evidence: key, log } = keys;
  const receipt = receiptOf(evidence, key);
  const hmac = (signed: string) => createHmac('sha256', key.raw).update(signed).digest('base64url');
  const zeros = () => Buffer.alloc(64).toString('base64url');
  const header = (change: JsonObject): string =>
    jcs({ alg: 'EdDSA', kid: key.kid, typ: 'gongmun-evidence+jws', ...change });
  const own = (change: JsonObject) => ({
    ...receipt,
    jws: jws('gongmun-evidence+jws', evidence, key, change),
  });
  return [
    ['by-a-stranger', 'cannot_tell', bytesOf(receiptOf(evidence, newEd25519('evidence')))],
    ['by-the-log', 'not_genuine', bytesOf(receiptOf(evidence, log))],
    ['by-the-seal', 'not_genuine', bytesOf(withHeader(evidence, header({ kid: keys.p256.kid }), zeros))],
    ['alg-none', 'not_genuine', bytesOf(withHeader(evidence, header({ alg: 'none' }), () => ''))],
    ['alg-none-signed', 'not_genuine', bytesOf(own({ alg: 'none' }))],
    ['alg-hs256', 'not_genuine', bytesOf(withHeader(evidence, header({ alg: 'HS256' }), hmac))],
    ['zeros-as-signature', 'not_genuine', bytesOf(withHeader(evidence, header({}), zeros))],
    ['typ-of-proof', 'not_genuine', bytesOf(own({ typ: 'gongmun-proof+jws' }))],
    ['key-in-header', 'not_genuine', bytesOf(own({ jwk: newEd25519('evidence').carried }))],
    [
      'kid-of-another',
      'not_genuine',
      bytesOf(withHeader(evidence, header({ kid: keys.earlier.kid }), () => receipt.jws.split('.')[2] ?? '')),
    ],
  ];
}

export function brokenReceipts(world: World): Broken[] {
  const [first, second] = world.receipts;
  const [evidence = {}] = chain([{ event: 'SubmissionAcceptance', actor: { id: 'a', capacity: 'party' } }]);
  return [
    ...changedByHand(first as JsonObject, second as JsonObject),
    ...wronglyStated(evidence, world.keys.evidence),
    ...wronglySigned(evidence, world),
  ].map(([name, verdict, bytes]) => ({ name: `receipt-${name}.json`, verdict, bytes }));
}

/** Nothing of ours. */
export function foreignFiles(genuine: Sample[]): Broken[] {
  const unsigned = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R/Encrypt 2 0 R>>\n%%EOF\n';
  const text = genuine.find(({ kind }) => kind === 'receipt')?.bytes ?? Buffer.alloc(0);
  const files: [string, Verdict, Buffer | string][] = [
    ['empty.bin', 'cannot_tell', ''],
    ['null.json', 'cannot_tell', 'null'],
    ['list.json', 'cannot_tell', '[]'],
    ['number.json', 'cannot_tell', '1e400'],
    ['object.json', 'cannot_tell', '{"format":"invoice/1","total":3.5}'],
    ['receipt-inside-other.json', 'cannot_tell', `{"format":"mail/1","attached":${text}}`],
    ['receipt-inside-text.txt', 'not_genuine', `See my receipt: ${text}`],
    ['nested-10000.json', 'cannot_tell', '['.repeat(10_000)],
    ['text.txt', 'cannot_tell', '안녕하십니까'],
    ['random.bin', 'cannot_tell', Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 73 + 41) & 255))],
    ['picture.png', 'cannot_tell', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['unsigned-encrypted.pdf', 'cannot_tell', unsigned],
    ['only-a-header.pdf', 'cannot_tell', '%PDF-'],
    ['signed-by-others.pdf', 'not_genuine', `${unsigned}/ByteRange [0 10 20 30] /Contents <3080AA>`],
    ['byte-range-without-end.pdf', 'not_genuine', '%PDF-1.4 /ByteRange ['],
    ['byte-range-of-letters.pdf', 'not_genuine', '%PDF-1.4 /ByteRange [a b c d]'],
    ['other.zip', 'cannot_tell', Buffer.from(`504b0304${'00'.repeat(22)}01000000612e`, 'hex')],
    ['only-a-header.zip', 'cannot_tell', Buffer.from('504b0304', 'hex')],
    ['nothing-in-it.zip', 'cannot_tell', Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex')],
  ];
  return files.map(([name, verdict, bytes]) => ({
    name: `foreign-${name}`,
    verdict,
    bytes: Buffer.from(bytes as string),
  }));
}
