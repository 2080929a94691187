import { listChain } from '../db/chain-store';
import { type FileRow, listDocumentFiles, placeOfFile } from '../db/file-store';
import { contentDestroyed } from '../domain/content-destroyed';
import type { Actor } from '../domain/permissions';
import { accessDocument } from './access-document';
import type { Deps } from './deps';
import { requireScanned } from './read-content';
import { type ReceiptView, receiptIn, viewReceipt } from './read-receipts';
import { notFound } from './take-command';
import { type DocumentView, isGone, viewDocument } from './view-document';

interface Asked {
  documentId: string;
  requestId: string;
}

/** @throws GongmunError not_found */
export const readDocument = (deps: Deps, actor: Actor, asked: Asked): Promise<DocumentView> =>
  accessDocument(deps, actor, { ...asked, as: 'read_document' }, (row, tx) => viewDocument(tx, deps, row));

/** Every evidence of its chain: put forward, agreed to, registered, dispatched. */
export const readDocumentReceipts = (deps: Deps, actor: Actor, asked: Asked): Promise<ReceiptView[]> =>
  accessDocument(deps, actor, { ...asked, as: 'read_document_receipts' }, async (row, tx) =>
    (await listChain(tx, 'document', row.id)).map(viewReceipt),
  );

/** One of them, its exact bytes as text: whoever keeps them keeps the proof. */
export function readDocumentReceipt(
  deps: Deps,
  actor: Actor,
  asked: Asked & { evidenceId: string },
): Promise<string> {
  const access = { ...asked, as: 'read_document_receipts' as const, subjects: [asked.evidenceId] };
  return accessDocument(deps, actor, access, async (row, tx) =>
    receiptIn(await listChain(tx, 'document', row.id), asked.evidenceId),
  );
}

/** @throws GongmunError `content.destroyed` (410), `attachment.infected`, `attachment.pending` (409) */
export async function downloadDocumentAttachment(
  deps: Deps,
  actor: Actor,
  asked: Asked & { fileId: string },
): Promise<{ file: FileRow; stream: NodeJS.ReadableStream }> {
  const { fileId } = asked;
  const access = { ...asked, as: 'read_document_attachment' as const, subjects: [fileId] };
  const file = await accessDocument(deps, actor, access, async (row, tx) => {
    if (isGone(row)) throw contentDestroyed();
    return (await listDocumentFiles(tx, deps.cipher, row.id)).find(({ id }) => id === fileId);
  });
  if (file === undefined) throw notFound();
  await requireScanned(deps, file);
  return { file, stream: await deps.files.get(placeOfFile(file), file.sha256) };
}
