import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { v5 as namedUuid, v7 as uuid } from 'uuid';
import { insertAcceptance } from '../db/acceptance-store';
import { carryDeliveries } from '../db/carry-deliveries';
import { type DeliveryRow, keepIncoming, lockDeliveries } from '../db/delivery-store';
import { type DocumentRow, readContentOf } from '../db/document-store';
import { attachFile, type FileRow, insertFile, listDocumentFiles, placeOfFile } from '../db/file-store';
import type { Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import { savePerson } from '../db/person-store';
import { findSealed } from '../db/printed-store';
import { documentParts } from '../domain/content-parts';
import { contentDigest, sha256 } from '../domain/digest';
import { LETTER_ATTACHMENTS } from '../domain/letter';
import { textOfBody } from '../domain/number-items';
import { officeParty } from '../domain/office-party';
import { foldText } from '../domain/search-text';
import { trackingCodeOf } from '../domain/tracking-code';
import { detailsOf, SYSTEM } from './deliver-documents';
import type { Deps } from './deps';

/**
 * The document at the next office that waits for it: a submission of its own on that office's desk, from the sending
 * office as its party, which goes the way of every submission and is registered there. Content belongs to one submission,
 * so title, text, the sealed PDF and the attachments are copied under keys of its own.
 * @returns false when no office waits
 */
export function arriveAtOffice(deps: Deps, document: DocumentRow, at: Date): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    const [delivery] = await lockDeliveries(tx, document.id, {
      ...{ states: ['waiting'], kinds: ['office'], limit: 1 },
    });
    if (delivery === undefined) return false;
    const submissionId = await accept(tx, deps, document, delivery, at);
    const said = await detailsOf(tx, deps.cipher, document);
    await carryDeliveries(tx, deps.signer, [delivery], {
      ...{ kind: 'consign', at, actor: SYSTEM },
      details: () => ({ ...said, facts: { ...said.facts, submission: submissionId } }),
    });
    await keepIncoming(tx, delivery.id, submissionId);
    return true;
  });
}

async function accept(
  tx: Tx,
  deps: Deps,
  document: DocumentRow,
  delivery: DeliveryRow,
  at: Date,
): Promise<string> {
  // Made of the delivery, as the copies' are: what a step that failed copied is written over, not left behind.
  const id = namedUuid('submission', delivery.id);
  const { title, body } = await readContentOf(tx, deps.cipher, document);
  const text = `${document.number}\n\n${textOfBody(body, document.language)}`;
  const party = officeParty(document.office);
  const sender = await findOffice(tx, document.office);
  const email = await tx('offices').where({ code: document.office }).first('email');
  const { language } = document;
  const name = sender?.name[language] ?? document.office;
  await savePerson(tx, { id: party, name, email: email?.email ?? null, language });
  const files = await copyFiles(tx, deps, { document, delivery, party, at });
  const salt = randomBytes(32);
  const digest = contentDigest({ parts: documentParts({ title, body: text }, files) }, salt);
  const trackingCode = trackingCodeOf(randomBytes(20));
  const office = delivery.office ?? '';
  const evidence = await deps.signer.seal({
    ...{ v: 1, id: uuid(), event: 'SubmissionAcceptance', at: at.toISOString() },
    ...{ issuer: deps.signer.issuer, submission: id, sequence: 1 },
    actor: { id: party, capacity: 'party' },
    content: digest,
    facts: { office, attachments: files.length },
  });
  const resource = `command:${id}:1`;
  await insertAcceptance(tx, deps.cipher, {
    ...{ id, commandId: uuid(), kind: 'letter', form: null, formVersion: null },
    ...{ trackingHash: sha256(trackingCode), partyPerson: party, partyOrganisation: null },
    ...{ requestedOffice: office, receivedAt: at, contentDigest: digest },
    contentKey: await deps.cipher.newKey(),
    content: { title, body: text, answers: null, trackingCode, salt },
    searchText: foldText([name, sender?.name.ko, sender?.name.en, title].join('\n')),
    evidence,
    idempotency: { actor: party, key: `delivery:${delivery.id}`, requestDigest: digest, resource },
    audit: { id: uuid(), requestId: `delivery:${delivery.id}` },
  });
  for (const file of files)
    await attachFile(tx, file.id, { submissionId: id, rule: LETTER_ATTACHMENTS.name, contentVersion: 1 });
  return id;
}

interface Copied {
  document: DocumentRow;
  delivery: DeliveryRow;
  party: string;
  at: Date;
}

type Source = Pick<FileRow, 'name' | 'mediaType' | 'scan' | 'sha256'> & {
  id: string;
  place: { key: string; under: string | null };
};

async function copyFiles(tx: Tx, deps: Deps, given: Copied): Promise<{ id: string; sha256: string }[]> {
  const { document } = given;
  const attached = await listDocumentFiles(tx, deps.cipher, document.id);
  const sources: Source[] = [
    ...(await sealedPdf(tx, document)),
    ...attached.map((file) => ({ ...file, place: placeOfFile(file) })),
  ];
  const copies: { id: string; sha256: string }[] = [];
  for (const source of sources) copies.push(await copy(tx, deps, source, given));
  return copies;
}

async function copy(
  tx: Tx,
  deps: Deps,
  source: Source,
  { delivery, party, at }: Copied,
): Promise<{ id: string; sha256: string }> {
  const id = namedUuid(source.id, delivery.id);
  const contentKey = await deps.cipher.newKey();
  const bytes = await buffer(await deps.files.get(source.place, source.sha256));
  const place = placeOfFile({ id, contentKey });
  await deps.files.remove(place.key);
  const stored = await deps.files.put(place, Readable.from([bytes]), { maxBytes: bytes.length });
  const { name, mediaType, scan } = source;
  await insertFile(tx, deps.cipher, {
    ...{ id, owner: party, name, mediaType, scan, contentKey, uploadedAt: at },
    ...{ bytes: stored.bytes, sha256: stored.sha256 },
  });
  return { id, sha256: stored.sha256 };
}

/** The document as it was sealed when it was dispatched. */
async function sealedPdf(tx: Tx, document: DocumentRow): Promise<Source[]> {
  const { registered, kept: printed } = await findSealed(tx, document);
  if (registered === undefined || printed === undefined)
    throw new Error('A document is dispatched when it has been sealed.');
  const name = `${(document.number ?? '').replace('/', '-')}.pdf`;
  const place = { key: printed.fileKey, under: printed.contentKey };
  return [
    { id: registered.id, name, mediaType: 'application/pdf', scan: 'clean', sha256: printed.sha256, place },
  ];
}
