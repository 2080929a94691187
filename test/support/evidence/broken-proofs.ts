import type { Broken, Verdict } from './broken-receipts';
import { receiptBundle } from './bundle';
import { newEd25519, newP256, signEd25519, type TestKey } from './keys';
import { proofOf, REGISTERS, TestLog } from './proof';
import { type JsonObject, receiptOf } from './receipt';
import { bytesOf, newWorld, type World } from './world';

type Case = [string, Verdict, unknown];

/** The same entries, under another key or name. */
function likeLog(world: World, key: TestKey, origin?: string): TestLog {
  const log = new TestLog(key, origin);
  log.leaves.push(...world.log.leaves);
  return log;
}

/** Checkpoints that the log itself signed, and that are not as they must be. */
function checkpoints(world: World): [string, string][] {
  const { log } = world;
  const resigned = (change: (body: string) => string): string => {
    const [body = '', line = ''] = log.checkpoint().split('\n\n');
    const changed = change(`${body}\n`);
    const id = Buffer.from(line.split(' ')[2] ?? '', 'base64').subarray(0, 4);
    const signed = Buffer.concat([id, signEd25519(log.key, changed)]).toString('base64');
    return `${changed}\n— ${log.origin} ${signed}\n`;
  };
  const genuine = log.checkpoint();
  const line = genuine.split('\n\n')[1] ?? '';
  return [
    ['register-order', log.checkpoint([...REGISTERS].reverse())],
    ['register-twice', log.checkpoint(['register a 2026 1', 'register a 2026 1'])],
    ['register-leading-zero', log.checkpoint(['register a 2026 01'])],
    ['register-zero', log.checkpoint(['register a 2026 0'])],
    ['outgoing-first', log.checkpoint(['outgoing a 2026 1', 'register a 2026 1'])],
    ['outgoing-order', log.checkpoint(['outgoing b 2026 1', 'outgoing a 2026 1'])],
    ['outgoing-zero', log.checkpoint(['outgoing a 2026 0'])],
    ['other-line', log.checkpoint(['note hello'])],
    ['time-missing', resigned((body) => body.replace(/time .*\n/, ''))],
    ['time-no-instant', resigned((body) => body.replace('23:30:00.000Z', '23:30:00Z'))],
    ['size-leading-zero', resigned((body) => body.replace('\n13\n', '\n013\n'))],
    ['size-of-another', resigned((body) => body.replace('\n13\n', '\n14\n'))],
    ['root-of-another', resigned((body) => body.replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${'A'.repeat(43)}=\n`))],
    ['root-short', resigned((body) => body.replace(/\n[A-Za-z0-9+/]{43}=\n/, '\nAAAA\n'))],
    [
      'changed-after-signing',
      genuine.replace('register haneul-civil 2026 17', 'register haneul-civil 2026 16'),
    ],
    ['last-line-feed', genuine.slice(0, -1)],
    ['line-feed-more', `${genuine}\n`],
    ['no-signature', genuine.split('\n\n')[0] ?? ''],
    ['line-twice-65', `${genuine}${line.repeat(64)}`],
    ['hyphen-for-dash', genuine.replace('— ', '- ')],
    ['others-line-first', genuine.replace('\n\n', `\n\n— other ${Buffer.alloc(76).toString('base64')}\n`)],
  ];
}

function brokenProofs(world: World): Case[] {
  const { keys, log } = world;
  const digest = String(world.receipts[1]?.digest);
  const statement = log.statement('evidence', digest);
  const path = statement.path as string[];
  const proven = (name: string, change: JsonObject, verdict: Verdict = 'not_genuine'): Case => [
    name,
    verdict,
    proofOf({ ...statement, ...change }, keys.evidence),
  ];
  return [
    proven('path-changed', { path: [Buffer.alloc(32).toString('base64'), ...path.slice(1)] }),
    proven('path-longer', { path: [...path, path[0] ?? ''] }),
    proven('path-shorter', { path: path.slice(0, -1) }),
    proven('path-swapped', { path: [path[1] ?? '', path[0] ?? '', ...path.slice(2)] }),
    proven('path-of-hex', { path: path.map((hash) => Buffer.from(hash, 'base64').toString('hex')) }),
    proven('index-of-another', { index: Number(statement.index) + 1 }),
    proven('index-beyond', { index: 13 }),
    proven('index-negative', { index: -1 }),
    proven('size-other', { size: 14 }),
    proven('kind-other', { kind: 'access' }),
    proven('kind-with-colon', { kind: 'evidence:' }),
    proven('digest-other', { digest: String(world.receipts[0]?.digest) }),
    proven('timestamp-no-base64', { timestamp: '!' }),
    proven('member-added', { note: 'x' }),
    ...checkpoints(world).map(([name, checkpoint]) => proven(`checkpoint-${name}`, { checkpoint })),
    proven(
      'log-of-a-stranger',
      { checkpoint: likeLog(world, newEd25519('log')).checkpoint() },
      'cannot_tell',
    ),
    proven('log-is-evidence-key', { checkpoint: likeLog(world, keys.evidence).checkpoint() }),
    proven('origin-no-log', { checkpoint: likeLog(world, log.key, 'gongmun.example.org').checkpoint() }),
    ['by-a-stranger', 'cannot_tell', proofOf(statement, newEd25519('evidence'))],
    ['by-the-log', 'not_genuine', proofOf(statement, keys.log)],
    [
      'typ-of-receipt',
      'not_genuine',
      { ...proofOf(statement, keys.evidence), jws: receiptOf(statement, keys.evidence).jws },
    ],
  ];
}

function brokenReceiptBundles(world: World): Case[] {
  const { keys, log } = world;
  const whole = receiptBundle(world, 0);
  const carried = whole.keys as JsonObject[];
  const [earlier = {}, own = {}, logKey = {}] = carried;
  const content = whole.content as { parts: JsonObject[]; salt: string };
  const [part = {}, ...rest] = content.parts;
  const elsewhere = likeLog(world, log.key, 'other.example.org/log');
  const elsewhereProof = elsewhere.statement('evidence', String(world.receipts[0]?.digest));
  const stranger = newEd25519('evidence');
  const twoHands = { ...receiptOf(world.evidence[0] ?? {}, stranger), jws: String(world.receipts[0]?.jws) };
  const variant = (name: string, change: JsonObject, verdict: Verdict = 'not_genuine'): Case => [
    name,
    verdict,
    { ...whole, ...change },
  ];
  return [
    variant('proof-of-another', { proof: world.proofs[1] as JsonObject }),
    variant('proof-of-another-kind', { proof: world.historyProof }),
    variant('proof-from-another-log', { proof: proofOf(elsewhereProof, keys.evidence) }),
    variant('receipt-of-another', { receipt: world.receipts[1] as JsonObject }),
    variant('keys-none', { keys: [] }),
    variant('keys-one-less', { keys: [own, logKey] }),
    variant('keys-one-more', { keys: [...carried, keys.rsa.carried] }),
    variant('keys-twice', { keys: [earlier, own, own, logKey] }),
    variant('keys-other-order', { keys: [own, earlier, logKey] }),
    variant('keys-other-purpose', { keys: [earlier, { ...own, purpose: 'log' }, logKey] }),
    variant('keys-published-form', { keys: [earlier, { ...own, use: 'sig' }, logKey] }),
    variant('keys-other-kid', { keys: [{ ...earlier, kid: own.kid ?? '' }, own, logKey] }),
    variant('keys-other-curve', { keys: [earlier, own, { ...newP256().carried, purpose: 'log' }] }),
    variant('keys-of-a-stranger', { keys: [stranger.carried, own, logKey] }),
    variant('keys-stranger-signature-others', { receipt: twoHands, keys: [stranger.carried, own, logKey] }),
    variant('content-part-changed', {
      content: { ...content, parts: [{ ...part, sha256: 'A'.repeat(43) }, ...rest] },
    }),
    variant('content-part-renamed', {
      content: { ...content, parts: [{ ...part, part: 'other' }, ...rest] },
    }),
    variant('content-other-order', { content: { ...content, parts: [...rest, part] } }),
    variant('content-less', { content: { ...content, parts: rest } }),
    variant('content-other-salt', { content: { ...content, salt: 'A'.repeat(43) } }),
    variant('content-short-salt', { content: { ...content, salt: 'AAAA' } }),
    ['content-of-none', 'not_genuine', { ...receiptBundle(world, 1), content: whole.content }],
    ['of-another-operator', 'cannot_tell', receiptBundle(newWorld(), 0)],
  ];
}

/** A bundle of a stranger in which one signature is wrong under the stranger's own key. */
function brokenStranger(): unknown {
  const stranger = newWorld();
  const whole = receiptBundle(stranger, 1);
  const receipt = whole.receipt as JsonObject;
  const [head, body] = String(receipt.jws).split('.');
  const jws = `${head}.${body}.${Buffer.alloc(64, 1).toString('base64url')}`;
  return { ...whole, receipt: { ...receipt, jws } };
}

export function brokenProofFiles(world: World): Broken[] {
  const named = (prefix: string, cases: Case[]): Broken[] =>
    cases.map(([name, verdict, value]) => ({
      name: `${prefix}-${name}.json`,
      verdict,
      bytes: bytesOf(value),
    }));
  return [
    ...named('proof', brokenProofs(world)),
    ...named('receipt-bundle', [
      ...brokenReceiptBundles(world),
      ['of-a-stranger-broken', 'not_genuine', brokenStranger()],
    ]),
  ];
}
