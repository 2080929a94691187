import type { ChainedEvidence } from '../db/chain-store';
import { listChain } from '../db/chain-store';
import { type DocumentRow, findDocument } from '../db/document-store';
import type { Db, Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import type { Evidence } from '../domain/evidence';
import type { Actor } from '../domain/permissions';
import { pageOfReceipt } from '../domain/portal-page';
import { receiptDocument } from '../domain/receipt-document';
import type { Language } from '../domain/words';
import { accessDocument } from './access-document';
import type { BundleDeps, Deps } from './deps';
import { type Printed, receiptStream } from './print-receipt';
import type { Printable } from './printed-receipt';
import { pick } from './prove-document-receipt';
import { mailReceipt } from './prove-mail-receipt';
import { notFound } from './take-command';

/**
 * A receipt of an official document as sealed PDF, above all the certificate of its destruction. It holds nobody's words, so
 * that it outlives them.
 * @throws GongmunError not_found, `evidence.signing_unavailable` (503)
 */
export async function printDocumentReceipt(
  deps: Deps,
  actor: Actor,
  asked: { documentId: string; evidenceId: string; language: Language; requestId: string },
): Promise<Printed> {
  const { evidenceId, language } = asked;
  const access = { ...asked, as: 'print_receipt' as const, subjects: [evidenceId] };
  const page = await accessDocument(deps, actor, access, async (row, tx) =>
    documentPage(deps, tx, row, {
      stored: pick(await listChain(tx, 'document', row.id), evidenceId),
      language,
    }),
  );
  return receiptStream(deps, page);
}

/**
 * A receipt of the delivery as sealed PDF, for whoever received it, also when the mailbox no longer has the document.
 * @throws GongmunError not_found, `evidence.signing_unavailable` (503)
 */
export async function printMailReceipt(
  deps: Deps,
  actor: Actor,
  asked: { id: string; evidenceId: string; language: Language },
): Promise<Printed> {
  const { delivery, stored } = await mailReceipt(deps, actor, asked);
  const row = await findDocument(deps.db, delivery.documentId);
  if (row === undefined) throw notFound();
  const { language } = asked;
  return receiptStream(deps, await documentPage(deps, deps.db, row, { stored, language }));
}

/** What the page of one of a document's receipts says. */
export async function documentPage(
  { publicUrl }: Pick<BundleDeps, 'publicUrl'>,
  db: Db | Tx,
  row: DocumentRow,
  { stored, language }: { stored: ChainedEvidence; language: Language },
): Promise<Printable> {
  const evidence: Evidence = JSON.parse(stored.payload);
  const office = await findOffice(db, row.office);
  return {
    under: null,
    facts: {
      ...{ language, evidence, digest: stored.digest, words: {}, formTitle: null },
      subject: { kind: 'document', id: row.id },
      // As the evidence has it: what was put forward had none.
      number: typeof evidence.facts?.number === 'string' ? evidence.facts.number : null,
      officeName: office?.name[language] ?? null,
      timeZone: office?.timeZone ?? 'Asia/Seoul',
      checkAddress: `${publicUrl}${pageOfReceipt(stored.digest)}`,
      receipt: receiptDocument(stored),
    },
  };
}
