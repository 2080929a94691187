import { randomBytes } from 'node:crypto';
import { bundleFiles, submissionBundle } from './bundle';
import { digestOf } from './keys';
import { proofOf, TestLog } from './proof';
import { chain, contentDigest, type JsonObject, jcs, type Receipt, receiptOf, SUBMISSION } from './receipt';
import { bytesOf, printed, type World } from './world';
import { type ZipEntry, zip } from './zip';

/** What an office sent, as one of its recipients has it, and everything that was issued for it. */
export interface Mail {
  delivery: string;
  document: string;
  number: string;
  attachments: { id: string; bytes: Buffer }[];
  salt: string;
  /** Of the delivery, in order. */
  receipts: Receipt[];
  registration: Receipt;
  bundleOf(receipt: Receipt): JsonObject;
}

const DOCUMENT = '01a20fe1-d0c0-75c5-9303-f7bd6ef88a95';
const DELIVERY = '01a20fe1-de11-75c5-9303-f7bd6ef88a95';
const NUMBER = 'haneul-civil/2026-5';

export function newMail({ keys }: World, odd: { facts?: JsonObject } = {}): Mail {
  const attachments = ['지도', '요령'].map((text, n) => ({
    id: `01a20fe1-000${n + 1}`,
    bytes: Buffer.from(text),
  }));
  const salt = randomBytes(32).toString('base64url');
  const parts = attachments.map(({ id, bytes }) => ({ part: `file:${id}`, bytes }));
  const content = digestOf('what was written');
  const system = { id: 'system', capacity: 'system' };
  const facts = {
    document: DOCUMENT,
    number: NUMBER,
    attachments: contentDigest({ parts, salt }),
    ...odd.facts,
  };
  const registered = chain(
    [
      { event: 'DocumentProposed', actor: system, content },
      {
        event: 'DocumentRegistered',
        actor: system,
        content,
        facts: { number: NUMBER, office: 'haneul-civil' },
      },
    ],
    DOCUMENT,
  );
  const delivered = chain(
    [
      { event: 'ContentConsignment', actor: system, content, facts },
      { event: 'ConsignmentNotification', actor: system },
      { event: 'ContentHandover', actor: { id: 'demo-minji', capacity: 'party' }, content, facts },
    ],
    DELIVERY,
  );
  const receipts = delivered.map((one) => receiptOf(one, keys.evidence));
  const registration = receiptOf(registered[1] ?? {}, keys.evidence);
  const log = new TestLog(keys.log);
  for (const { digest } of [...receipts, registration]) log.add('evidence', digest);
  const checkpoint = log.checkpoint();
  const bundleOf = (receipt: Receipt): JsonObject => ({
    format: 'gongmun-receipt-bundle/1',
    receipt,
    proof: proofOf(log.statement('evidence', receipt.digest, checkpoint), keys.evidence),
    keys: [keys.evidence.carried, keys.log.carried],
  });
  return {
    ...{ delivery: DELIVERY, document: DOCUMENT, number: NUMBER, attachments, salt },
    ...{ receipts, registration, bundleOf },
  };
}

const file = (name: string, value: unknown): ZipEntry => ({
  name,
  contents: Buffer.isBuffer(value) ? value : bytesOf(value),
});

/** @param change of the index, which nobody signed */
export function mailFiles(world: World, mail: Mail, change: JsonObject = {}): ZipEntry[] {
  const { attachments, salt, delivery, document, number } = mail;
  const index = {
    format: 'gongmun-mail/1',
    ...{ delivery, document, number, office: 'haneul-civil', opened: true, salt },
    attachments: attachments.map(({ id, bytes }) => ({
      ...{ id, name: '첨부.txt', mediaType: 'text/plain', bytes: bytes.length, sha256: digestOf(bytes) },
      path: `attachments/${id}`,
    })),
    ...change,
  };
  return [
    file('index.json', index),
    ...mail.receipts.map((receipt, i) => file(`receipts/000${i + 1}.json`, mail.bundleOf(receipt))),
    file('registration.json', mail.bundleOf(mail.registration)),
    file('document.pdf', printed(world, mail.registration, 'p256')),
    ...attachments.map(({ id, bytes }) => file(`attachments/${id}`, bytes)),
  ];
}

/** As it lies in the mailbox before it is opened. */
export function closedMailFiles(world: World, mail: Mail): ZipEntry[] {
  const { delivery, document, number } = mail;
  const index = {
    format: 'gongmun-mail/1',
    ...{ delivery, document, number, office: 'haneul-civil', opened: false, attachments: [] },
  };
  const [first] = mailFiles(world, mail).filter(({ name }) => name === 'receipts/0001.json');
  return [file('index.json', index), ...(first === undefined ? [] : [first])];
}

/** A bundle of which little is left, so that what holds it stays small. */
export const smallBundle = (world: World): Buffer =>
  submissionBundle(
    world,
    bundleFiles(world).filter(({ name }) => !/^(content|files|history|receipts)/.test(name)),
  );

export function recordFiles(
  world: World,
  change: (metadata: JsonObject) => JsonObject = (same) => same,
): ZipEntry[] {
  const { receipts } = world;
  const metadata = {
    format: 'gongmun-record/1',
    record: {
      identifier: SUBMISSION,
      type: 'letter',
      contentDigests: receipts.flatMap(({ evidence }) => evidence.content ?? []),
    },
    eventHistory: receipts.map(({ evidence, digest }) => {
      const { sequence = 0, event = '', at = '', id = '' } = evidence;
      return { sequence, event, at, evidence: id, digest };
    }),
    disposition: { status: 'none' },
  };
  return [file('metadata.json', change(metadata)), file('bundle.zip', smallBundle(world))];
}

export function exportFiles(inner: { bundle: Buffer; mail: Buffer }, change: JsonObject = {}): ZipEntry[] {
  const index = {
    format: 'gongmun-export/1',
    ...{ requestedAt: '2026-11-25T00:00:00.000Z', part: 1, parts: 1 },
    submissions: [
      { submission: SUBMISSION, path: `submissions/${SUBMISSION}.zip` },
      { submission: 'another', leftOut: 'bundle.too_large' },
    ],
    mailbox: [{ delivery: DELIVERY, path: `mailbox/${DELIVERY}.zip` }],
    drafts: [{ draft: 'd', path: 'drafts/d.zip' }],
    ...change,
  };
  return [
    file('index.json', index),
    file(`submissions/${SUBMISSION}.zip`, inner.bundle),
    file(`mailbox/${DELIVERY}.zip`, inner.mail),
    file('drafts/d.zip', zip([file('draft.json', { format: 'gongmun-draft/1' })])),
  ];
}

/** One bit of one entry is another, and the zip is made anew around it: only what proves can tell. */
export const flipped = (entries: ZipEntry[], name: string, at = 0.5): ZipEntry[] =>
  entries.map((entry) => {
    if (entry.name !== name) return entry;
    const contents = Buffer.from(entry.contents);
    const place = Math.floor(contents.length * at);
    contents[place] = (contents[place] ?? 0) ^ 1;
    return { name, contents };
  });

/** The same with one member of a JSON entry changed. */
export const edited = (
  entries: ZipEntry[],
  name: string,
  change: (value: JsonObject) => JsonObject,
): ZipEntry[] =>
  entries.map((entry) =>
    entry.name === name
      ? { name, contents: Buffer.from(jcs(change(JSON.parse(entry.contents.toString())))) }
      : entry,
  );
