import { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import { findCommand, findCommandContent } from '../db/command-store';
import type { EvidenceRow } from '../db/evidence-store';
import { findFormVersion } from '../db/form-store';
import type { Db, Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import { findPrinted, insertPrinted, type PrintedDocument } from '../db/printed-store';
import { registrationAt } from '../db/register-store';
import { submissionKey } from '../db/submission-key';
import type { SubmissionRow } from '../db/submission-store';
import type { CommandKind } from '../domain/commands';
import type { Evidence, EvidenceEvent } from '../domain/evidence';
import { failpoint } from '../domain/failpoints';
import { pageOfReceipt } from '../domain/portal-page';
import { receiptDocument } from '../domain/receipt-document';
import type { Language } from '../domain/words';
import type { BundleDeps } from './deps';
import { type PageFacts, receiptPage } from './receipt-page';

/** What stands on the page, and the key that it is kept under; null where it holds nobody's words. */
export interface Printable {
  facts: PageFacts;
  under: string | null;
}

/** Reads what a receipt's page says. */
export async function gatherPage(
  deps: BundleDeps,
  tx: Tx,
  row: SubmissionRow,
  evidence: EvidenceRow,
  language: Language,
): Promise<Printable> {
  const facts = await gather(deps, tx, row, evidence, language);
  const wordless = Object.keys(facts.words).length === 0;
  return { facts, under: wordless ? null : await submissionKey(tx, deps.cipher, row) };
}

/**
 * The page as sealed PDF: made at first request, then stored, so that it is the same bytes for ever (design §2).
 * @throws GongmunError `evidence.signing_unavailable` (503) when it cannot be sealed: none is given out without
 */
export async function printedReceipt(
  deps: BundleDeps,
  { facts, under }: Printable,
): Promise<PrintedDocument> {
  const asked = { evidenceId: facts.evidence.id, language: facts.language };
  const kept = await findPrinted(deps.db, { ...asked, words: under !== null });
  return kept ?? print(deps, asked, facts, under);
}

async function print(
  deps: BundleDeps,
  asked: { evidenceId: string; language: Language },
  facts: PageFacts,
  under: string | null,
) {
  const pdf = await deps.printPage(receiptPage(facts));
  const fileKey = `printed/${uuid()}`;
  const place = { key: fileKey, under };
  const stored = await deps.files.put(place, Readable.from([pdf]), { maxBytes: pdf.length });
  await failpoint('receipt.stored');
  const kept = await insertPrinted(deps.db, asked.evidenceId, asked.language, {
    ...{ words: under !== null, contentKey: under, fileKey },
    ...stored,
  });
  if (kept.fileKey !== fileKey) await deps.files.remove(fileKey);
  return kept;
}

async function gather(
  deps: BundleDeps,
  tx: Db | Tx,
  row: SubmissionRow,
  stored: EvidenceRow,
  language: Language,
): Promise<PageFacts> {
  const evidence: Evidence = JSON.parse(stored.payload);
  const form =
    row.form === null ? undefined : await findFormVersion(tx, row.form, row.formVersion ?? undefined);
  // Where it was registered then, which a transfer changes.
  const registration = await registrationAt(tx, row.id, evidence.at);
  const code = registration?.office ?? row.office ?? row.requestedOffice;
  const office = code === null ? undefined : await findOffice(tx, code);
  return {
    language,
    evidence,
    digest: stored.digest,
    subject: { kind: 'submission', id: row.id },
    number: registration?.number ?? null,
    formTitle: form?.definition.title[language] ?? null,
    officeName: office?.name[language] ?? null,
    timeZone: office?.timeZone ?? 'Asia/Seoul',
    words: await wordsOf(deps, tx, row, stored),
    checkAddress: `${deps.publicUrl}${pageOfReceipt(stored.digest)}`,
    receipt: receiptDocument(stored),
  };
}

/** Acts whose words are printed on their receipts. */
const PRINTED: readonly CommandKind[] = [
  'decide',
  'correct',
  'return_to_sender',
  'request_supplement',
  'request_resend',
  'suspend',
  'resume',
  'extend',
  'transfer',
];

/** What the office wrote, where the receipt is of its decision, of a reply's delivery, or of an act with reasons. */
async function wordsOf(
  deps: BundleDeps,
  tx: Db | Tx,
  row: SubmissionRow,
  stored: EvidenceRow,
): Promise<Record<string, string>> {
  if (row.contentDestroyedAt !== null) return {};
  const evidence: Evidence = JSON.parse(stored.payload);
  const seq = Number(evidence.facts?.decision ?? stored.commandSeq);
  const command = await findCommand(tx, row.id, seq);
  // A draft is nobody's decision, and what came too late had no effect.
  if (command === undefined || !PRINTED.includes(command.kind) || WORDLESS.includes(stored.event)) return {};
  const words = (await findCommandContent(tx, deps.cipher, command.id))?.body ?? {};
  return Object.fromEntries(
    Object.entries(words).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const WORDLESS: readonly EvidenceEvent[] = [
  'DecisionDrafted',
  'DecisionApproved',
  'DecisionSentBack',
  'CommandOvertaken',
];
