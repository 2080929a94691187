import { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import { findCommand, findCommandContent } from '../db/command-store';
import { type EvidenceRow, findEvidence } from '../db/evidence-store';
import { findFormVersion } from '../db/form-store';
import type { Db, Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import { findPrinted, insertPrinted } from '../db/printed-store';
import { registrationAt } from '../db/register-store';
import type { SubmissionRow } from '../db/submission-store';
import type { CommandKind } from '../domain/commands';
import type { Evidence, EvidenceEvent } from '../domain/evidence';
import type { Actor } from '../domain/permissions';
import { receiptDocument } from '../domain/receipt-document';
import type { Language } from '../domain/words';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { type PageFacts, receiptPage } from './receipt-page';
import { notFound } from './take-command';

export interface Printed {
  name: string;
  bytes: number;
  stream: NodeJS.ReadableStream;
}

/**
 * A receipt as sealed PDF: made at first request, then stored, so that it is the same bytes for ever (design §2).
 * @throws GongmunError `evidence.signing_unavailable` (503) when it cannot be sealed: none is given out without
 */
export async function printReceipt(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; evidenceId: string; language: Language; requestId: string },
): Promise<Printed> {
  const facts = await accessSubmission(
    deps,
    actor,
    { ...asked, action: 'read_receipts' },
    async (row, tx) => {
      const evidence = await findEvidence(tx, row.id, asked.evidenceId);
      if (evidence === undefined) throw notFound();
      return gather(deps, tx, row, evidence, asked.language);
    },
  );
  const printed =
    (await findPrinted(deps.db, asked.evidenceId, asked.language)) ?? (await print(deps, asked, facts));
  return {
    name: `${facts.evidence.event}-${facts.number ?? facts.submissionId}.pdf`,
    bytes: printed.bytes,
    stream: await deps.files.get(printed.fileKey, printed.sha256),
  };
}

async function print(deps: Deps, asked: { evidenceId: string; language: Language }, facts: PageFacts) {
  const pdf = await deps.printPage(receiptPage(facts));
  const fileKey = `printed/${uuid()}`;
  const { bytes, sha256 } = await deps.files.put(fileKey, Readable.from([pdf]), { maxBytes: pdf.length });
  const kept = await insertPrinted(deps.db, asked.evidenceId, asked.language, { fileKey, sha256, bytes });
  if (kept.fileKey !== fileKey) await deps.files.remove(fileKey);
  return kept;
}

async function gather(
  deps: Deps,
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
    submissionId: row.id,
    number: registration?.number ?? null,
    formTitle: form?.definition.title[language] ?? null,
    officeName: office?.name[language] ?? null,
    timeZone: office?.timeZone ?? 'Asia/Seoul',
    words: await wordsOf(tx, row, stored),
    checkAddress: `${deps.publicUrl}/v1/evidence-checks/${stored.digest}`,
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
  tx: Db | Tx,
  row: SubmissionRow,
  stored: EvidenceRow,
): Promise<Record<string, string>> {
  const evidence: Evidence = JSON.parse(stored.payload);
  const seq = Number(evidence.facts?.decision ?? stored.commandSeq);
  const command = await findCommand(tx, row.id, seq);
  // A draft is nobody's decision, and what came too late had no effect.
  if (command === undefined || !PRINTED.includes(command.kind) || WORDLESS.includes(stored.event)) return {};
  const words = (await findCommandContent(tx, command.id))?.body ?? {};
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
