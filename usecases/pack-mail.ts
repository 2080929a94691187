import { buffer } from 'node:stream/consumers';
import { type ChainedEvidence, listChain } from '../db/chain-store';
import { type DocumentRow, findDocument, readContentOf } from '../db/document-store';
import { type FileRow, listDocumentFiles } from '../db/file-store';
import { attachmentsDigest } from '../domain/attachments-digest';
import { digestOfFile } from '../domain/content-parts';
import { canonicalJson } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import { requireDelivery } from './access-delivery';
import { type BundleEntry, entryOf, fileEntry, fourDigits, HANDED_OUT } from './bundle-entries';
import { bundleReceipt } from './bundle-receipt';
import { MOST_BYTES, tooLarge } from './bundle-submission';
import { type Composed, composeZip } from './compose-zip';
import type { BundleDeps } from './deps';
import { printedDocument } from './printed-document';
import { notFound } from './take-command';

/**
 * A document of the mailbox to be taken along: each of its receipts as a bundle that can be checked by itself, and what was
 * opened as sealed PDF with its attachments. What was not opened stays closed: that it is opened is recorded first.
 * @returns and the key under which it is to be kept; null where nothing of the content is in it
 * @throws GongmunError not_found, `mailbox.removed` (410), `export.not_sealed` (503), `evidence.signing_unavailable` (503)
 */
export async function packMail(
  deps: BundleDeps,
  actor: Actor,
  id: string,
): Promise<Composed & { under: string | null }> {
  const delivery = await requireDelivery(deps, actor, id);
  const row = await findDocument(deps.db, delivery.documentId);
  if (row === undefined) throw notFound();
  const opened = delivery.openedAt !== null;
  const files = opened ? await listDocumentFiles(deps.db, deps.cipher, row.id) : [];
  if (files.reduce((sum, { bytes }) => sum + Number(bytes), 0) > MOST_BYTES) throw tooLarge();
  const chain = await listChain(deps.db, 'delivery', id);
  const index = {
    format: 'gongmun-mail/1',
    ...{ delivery: id, document: row.id, office: row.office, number: row.number ?? '', opened },
    attachments: files.map(viewAttachment),
    ...(await saltOf(deps, row, chain, files)),
  };
  const entries: BundleEntry[] = [entryOf('index.json', canonicalJson(index))];
  for (const evidence of chain)
    entries.push(await receiptEntry(deps, `receipts/${fourDigits(evidence.sequence)}.json`, evidence));
  if (!opened) return { ...composeZip(entries), under: null };
  const registration = (await listChain(deps.db, 'document', row.id)).find(
    ({ event }) => event === 'DocumentRegistered',
  );
  if (registration !== undefined) entries.push(await receiptEntry(deps, 'registration.json', registration));
  entries.push(await printedEntry(deps, await printedDocument(deps, row)));
  for (const file of files.filter(isHandedOut))
    entries.push({ ...(await fileEntry(deps, file)), path: `attachments/${file.id}` });
  return { ...composeZip(entries), under: row.contentKey };
}

/** What opens the digest of the attachments, where a receipt of the delivery names it. */
async function saltOf(
  { db, cipher }: BundleDeps,
  row: DocumentRow,
  chain: readonly ChainedEvidence[],
  files: readonly FileRow[],
): Promise<{ salt?: string }> {
  const named = chain.some(({ payload }) => JSON.parse(payload).facts?.attachments !== undefined);
  if (!named || files.length === 0) return {};
  return { salt: attachmentsDigest(files, (await readContentOf(db, cipher, row)).salt).salt };
}

const isHandedOut = ({ scan }: FileRow): boolean => HANDED_OUT.includes(scan);

const viewAttachment = (file: FileRow) => ({
  ...{ id: file.id, name: file.name, mediaType: file.mediaType, bytes: Number(file.bytes) },
  sha256: digestOfFile(file),
  ...(isHandedOut(file) ? { path: `attachments/${file.id}` } : { leftOut: `attachment.${file.scan}` }),
});

async function receiptEntry(
  deps: BundleDeps,
  path: string,
  evidence: Parameters<typeof bundleReceipt>[1],
): Promise<BundleEntry> {
  const bundle = await bundleReceipt(deps, evidence, undefined);
  if (bundle === undefined)
    throw new GongmunError('unavailable', 'export.not_sealed', 'Its receipts wait for the log.');
  return entryOf(path, bundle);
}

async function printedEntry(
  deps: BundleDeps,
  { fileKey: key, contentKey: under, sha256 }: { fileKey: string; contentKey: string | null; sha256: string },
): Promise<BundleEntry> {
  const pdf = await buffer(await deps.files.get({ key, under }, sha256));
  return entryOf('document.pdf', pdf);
}
