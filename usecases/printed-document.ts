import { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import type { DocumentRow } from '../db/document-store';
import type { Db, Tx } from '../db/knex';
import { findSealed, insertPrinted, type PrintedDocument } from '../db/printed-store';
import { contentDestroyed } from '../domain/content-destroyed';
import { GongmunError } from '../domain/errors';
import type { Evidence } from '../domain/evidence';
import { pageOfReceipt } from '../domain/portal-page';
import { receiptDocument } from '../domain/receipt-document';
import type { BundleDeps } from './deps';
import { type OfficialFacts, officialPage } from './official-page';
import { isGone } from './view-document';
import { writtenFacts } from './written-facts';

/**
 * The document as sealed PDF with the evidence of its registration inside: made at first request, then stored, so that it
 * is the same bytes for ever and for every recipient.
 * @throws GongmunError `document.not_registered` (409), `content.destroyed` (410), `evidence.signing_unavailable` (503)
 */
export async function printedDocument(deps: BundleDeps, row: DocumentRow): Promise<PrintedDocument> {
  if (isGone(row)) throw contentDestroyed();
  const { registered, kept } = await findSealed(deps.db, row);
  if (registered === undefined) throw notRegistered();
  if (kept !== undefined) return kept;
  const { language } = row;
  const facts = await gather(deps, deps.db, row, registered);
  const pdf = await deps.printPage(officialPage(facts));
  const fileKey = `printed/${uuid()}`;
  const place = { key: fileKey, under: row.contentKey };
  const stored = await deps.files.put(place, Readable.from([pdf]), { maxBytes: pdf.length });
  const printed = { words: true, contentKey: row.contentKey, fileKey, ...stored };
  const first = await insertPrinted(deps.db, registered.id, language, printed);
  if (first.fileKey !== fileKey) await deps.files.remove(fileKey);
  return first;
}

export const notRegistered = (): GongmunError =>
  new GongmunError('conflict', 'document.not_registered', 'It is printed when it has been approved.');

async function gather(
  deps: BundleDeps,
  db: Db | Tx,
  row: DocumentRow,
  stored: { payload: string; digest: string; jws: string },
): Promise<OfficialFacts> {
  const evidence: Evidence = JSON.parse(stored.payload);
  return {
    ...(await writtenFacts(deps, db, row)),
    ...{ evidence, digest: stored.digest, seq: Number(evidence.facts?.seq ?? 0), number: row.number ?? '' },
    checkAddress: `${deps.publicUrl}${pageOfReceipt(stored.digest)}`,
    receipt: receiptDocument(stored),
  };
}
