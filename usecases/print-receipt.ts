import { findEvidence } from '../db/evidence-store';
import type { Actor } from '../domain/permissions';
import type { Language } from '../domain/words';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { gatherPage, type Printable, printedReceipt } from './printed-receipt';
import { notFound } from './take-command';

export interface Printed {
  name: string;
  bytes: number;
  stream: NodeJS.ReadableStream;
}

/**
 * A receipt as sealed PDF: made at first request, then stored, so that it is the same bytes for ever (design §2). What
 * the office wrote is on it as long as that is kept; then there is one without words.
 * @throws GongmunError `evidence.signing_unavailable` (503) when it cannot be sealed: none is given out without
 */
export async function printReceipt(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; evidenceId: string; language: Language; requestId: string },
): Promise<Printed> {
  const page = await accessSubmission(
    deps,
    actor,
    { ...asked, action: 'read_receipts', as: 'print_receipt', subjects: () => [asked.evidenceId] },
    async (row, tx) => {
      const evidence = await findEvidence(tx, row.id, asked.evidenceId);
      if (evidence === undefined) throw notFound();
      return gatherPage(deps, tx, row, evidence, asked.language);
    },
  );
  return receiptStream(deps, page);
}

export async function receiptStream(deps: Deps, page: Printable): Promise<Printed> {
  const printed = await printedReceipt(deps, page);
  const { evidence, number, subject } = page.facts;
  return {
    name: `${evidence.event}-${(number ?? subject.id).replace('/', '-')}.pdf`,
    bytes: printed.bytes,
    stream: await deps.files.get({ key: printed.fileKey, under: printed.contentKey }, printed.sha256),
  };
}
