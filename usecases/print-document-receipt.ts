import type { ChainedEvidence } from '../db/chain-store';
import { listChain } from '../db/chain-store';
import type { DocumentRow } from '../db/document-store';
import type { Db, Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import type { Evidence } from '../domain/evidence';
import type { Actor } from '../domain/permissions';
import { receiptDocument } from '../domain/receipt-document';
import type { Language } from '../domain/words';
import { accessDocument } from './access-document';
import type { BundleDeps, Deps } from './deps';
import { type Printed, receiptStream } from './print-receipt';
import type { Printable } from './printed-receipt';
import { pick } from './prove-document-receipt';

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
      checkAddress: `${publicUrl}/v1/evidence-checks/${stored.digest}`,
      receipt: receiptDocument(stored),
    },
  };
}
