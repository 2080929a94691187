import type { Submission } from '../domain/submission';
import type { Db, Tx } from './knex';

/** A submission's row: what the machine knows of it and what lists show; no content. */
export interface SubmissionRow extends Submission {
  id: string;
  kind: 'form' | 'letter';
  form: string | null;
  formVersion: number | null;
  partyPerson: string;
  partyOrganisation: string | null;
  requestedOffice: string | null;
  office: string | null;
  leg: number;
  receivedAt: Date;
  registeredAt: Date | null;
  registrationNumber: string | null;
  dueAt: Date | null;
  nextDueAt: Date | null;
  decidedAt: Date | null;
  closedAt: Date | null;
  contentDigest: string;
  /** The newest command's number; also the version that `ETag` shows. */
  lastSeq: number;
  evidenceCount: number;
  lastEvidenceDigest: string;
}

const COLUMNS: Record<keyof SubmissionRow, string> = {
  id: 'id',
  kind: 'kind',
  form: 'form',
  formVersion: 'form_version',
  partyPerson: 'party_person',
  partyOrganisation: 'party_organisation',
  requestedOffice: 'requested_office',
  office: 'office',
  leg: 'leg',
  state: 'state',
  opened: 'opened',
  handler: 'handler',
  outcome: 'outcome',
  replyRead: 'reply_read',
  clock: 'clock',
  receivedAt: 'received_at',
  registeredAt: 'registered_at',
  registrationNumber: 'registration_number',
  dueAt: 'due_at',
  nextDueAt: 'next_due_at',
  decidedAt: 'decided_at',
  closedAt: 'closed_at',
  contentDigest: 'content_digest',
  lastSeq: 'last_seq',
  evidenceCount: 'evidence_count',
  lastEvidenceDigest: 'last_evidence_digest',
};

/** The select list that makes a `SubmissionRow` of the table under the alias `s`. */
export const SUBMISSION_COLUMNS = Object.entries(COLUMNS)
  .map(([name, column]) => `s.${column} AS "${name}"`)
  .join(', ');

export async function findSubmission(db: Db | Tx, id: string): Promise<SubmissionRow | undefined> {
  const { rows } = await db.raw(`SELECT ${SUBMISSION_COLUMNS} FROM submissions s WHERE id = ?`, [id]);
  return rows[0];
}

/** The row under its lock: everything that changes a submission starts here. */
export async function lockSubmission(tx: Tx, id: string): Promise<SubmissionRow | undefined> {
  const { rows } = await tx.raw(`SELECT ${SUBMISSION_COLUMNS} FROM submissions s WHERE id = ? FOR UPDATE`, [
    id,
  ]);
  return rows[0];
}

export type SubmissionChange = Partial<Omit<SubmissionRow, 'id' | 'kind'>>;

/** A change by the table's column names. */
export function submissionColumns(change: SubmissionChange): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => [COLUMNS[name as keyof SubmissionRow], value]),
  );
}

/** What the machine needs, taken from a row. */
export function machineState(row: SubmissionRow): Submission {
  const { state, opened, handler, outcome, replyRead, clock } = row;
  return { state, opened, handler, outcome, replyRead, clock };
}
