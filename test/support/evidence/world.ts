import { randomBytes } from 'node:crypto';
import { type Certified, type CmsOptions, certify, cmsOf } from './cms';
import { digestOf, newEd25519, newOperatorKeys, newP256, newRsa, type OperatorKeys } from './keys';
import { type PdfOptions, sealPdf } from './pdf';
import { proofOf, TestLog, type Witness } from './proof';
import {
  type Content,
  chain,
  contentDigest,
  digestOfJson,
  type JsonObject,
  jcs,
  type Receipt,
  receiptOf,
} from './receipt';

/** An operator with all keys, a log, and one submission with everything that was issued for it. */
export interface World {
  keys: OperatorKeys;
  log: TestLog;
  witness: Witness;
  certificates: { rsa: Certified[]; p256: Certified[] };
  evidence: JsonObject[];
  receipts: Receipt[];
  proofs: JsonObject[];
  contents: Content[];
  history: Buffer;
  historyProof: JsonObject;
}

const part = (name: string, text: string) => ({ part: name, bytes: Buffer.from(text) });

function newContents(): Content[] {
  const salt = () => randomBytes(32).toString('base64url');
  const file = part('file:01a20fe1-0001', '%PDF-1.4 an attachment\n');
  return [
    { parts: [part('title', '도로 점용 문의'), part('body', '무엇을 내야 합니까?'), file], salt: salt() },
    { parts: [part('words', '귀하의 신청을 허가합니다.')], salt: salt() },
  ];
}

function draftsOf([sent, answered]: Content[]): JsonObject[] {
  const party = { id: 'demo-minji', capacity: 'party', organisation: '000-00-00017' };
  const system = { id: 'system', capacity: 'system' };
  const official = {
    id: 'demo-handler1',
    capacity: 'official',
    office: 'haneul-civil',
    for: 'demo-handler2',
  };
  return [
    { event: 'SubmissionAcceptance', actor: party, content: contentDigest(sent as Content) },
    {
      event: 'ConsignmentAcceptance',
      actor: system,
      facts: { number: 'haneul-civil-2026-17', office: 'haneul-civil', leg: 1, note: '' },
    },
    {
      event: 'DecisionRecorded',
      actor: official,
      content: contentDigest(answered as Content),
      reasons: [{ code: 'granted' }, { code: 'words', text: digestOf('이유') }],
    },
  ];
}

export function newWorld(): World {
  const keys = newOperatorKeys();
  const log = new TestLog(keys.log);
  const contents = newContents();
  const evidence = chain(draftsOf(contents));
  const digests = evidence.map(digestOfJson);
  const history = Buffer.from('{"events":[]}');
  for (let i = 0; i < 5; i++) log.add('access', digestOf(`access ${i}`));
  for (const digest of digests) log.add('evidence', digest);
  log.add('history', digestOf(history));
  for (let i = 0; i < 4; i++) log.add('form', digestOf(`form ${i}`));
  const witness = { name: 'witness.example.net', key: newEd25519('log') };
  const checkpoint = log.checkpoint(undefined, [witness]);
  const receipts = evidence.map((one, i) => receiptOf(one, i === 0 ? keys.earlier : keys.evidence));
  return {
    keys,
    log,
    witness,
    certificates: newCertificates(keys),
    evidence,
    receipts,
    proofs: digests.map((digest) => proofOf(log.statement('evidence', digest, checkpoint), keys.evidence)),
    contents,
    history,
    historyProof: proofOf(log.statement('history', digestOf(history), checkpoint), keys.evidence),
  };
}

/** One seal is certified by somebody, the other by itself. */
function newCertificates({ rsa, p256 }: OperatorKeys): World['certificates'] {
  const authority = { key: newP256(), name: 'An authority' };
  return {
    rsa: [certify(rsa, 'The seal', authority, 0x80), certify(authority.key, authority.name, authority, 1)],
    p256: [certify(p256, 'The other seal', { key: p256, name: 'The other seal' }, 7)],
  };
}

export const bytesOf = (value: unknown): Buffer => Buffer.from(jcs(value));

/** The sealed PDF of a receipt. */
export function printed(
  world: World,
  receipt: Receipt,
  seal: 'rsa' | 'p256',
  odd: { cms?: Partial<CmsOptions>; pdf?: Partial<PdfOptions> } = {},
): Buffer {
  const certificates = world.certificates[seal];
  return sealPdf({
    embedded: bytesOf(receipt),
    sign: (digest) => cmsOf(digest, { certificates, ...odd.cms }),
    room: seal === 'rsa' ? 1700 : 900,
    ...odd.pdf,
  });
}

/** A seal that nobody was ever told of. */
export const foreignSeal = (): Certified[] => {
  const key = newRsa();
  return [certify(key, 'A stranger', { key, name: 'A stranger' }, 3)];
};
