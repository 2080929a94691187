import { findDocument } from '../db/document-store';
import type { Actor } from '../domain/permissions';
import { accessDocument } from './access-document';
import type { Deps } from './deps';
import type { Printed } from './print-receipt';
import { printedDocument } from './printed-document';
import { notFound } from './take-command';

/**
 * The sealed PDF, for the office that sends it.
 * @throws GongmunError `document.not_registered` (409), `evidence.signing_unavailable` (503)
 */
export async function printDocument(
  deps: Deps,
  actor: Actor,
  asked: { documentId: string; requestId: string },
): Promise<Printed> {
  await accessDocument(deps, actor, { ...asked, as: 'print_document' }, async () => undefined);
  return printedStream(deps, asked.documentId);
}

export async function printedStream(deps: Deps, documentId: string): Promise<Printed> {
  const row = await findDocument(deps.db, documentId);
  if (row === undefined) throw notFound();
  const { bytes, fileKey, contentKey, sha256 } = await printedDocument(deps, row);
  const stream = await deps.files.get({ key: fileKey, under: contentKey }, sha256);
  return { name: `${(row.number ?? row.id).replace('/', '-')}.pdf`, bytes, stream };
}
