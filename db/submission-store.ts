import type { Dates, Watch } from '../domain/agenda';
import type { Channel } from '../domain/channel';
import type { Submission } from '../domain/submission';
import { COUNTS_BY_CALENDAR } from './calendar-lock';
import type { Db, Tx } from './knex';

/** A submission's row: what the machine knows of it and what lists show; no content. */
export interface SubmissionRow extends Submission, Dates {
  id: string;
  kind: 'form' | 'letter';
  form: string | null;
  formVersion: number | null;
  /** `online` unless an official took it in. */
  channel: Channel;
  partyPerson: string;
  partyOrganisation: string | null;
  requestedOffice: string | null;
  office: string | null;
  receivedAt: Date;
  registeredAt: Date | null;
  registrationNumber: string | null;
  /** What the present office's own system calls it, once that confirmed it; of its filing, not a column. */
  readonly filedAs: string | null;
  /** What happens next by time alone; follows from the rest, see `domain/agenda.ts`. */
  nextDueAt: Date | null;
  /** Where this leg's period began: the legal receipt, or the transfer. */
  clockFrom: Date | null;
  /** When the clock that stands still was stopped. */
  stoppedAt: Date | null;
  /** Earlier stops of this leg, RFC 3339 instants, in order. */
  stops: readonly { from: string; until: string }[];
  /** ISO 8601 duration by which the period was extended. */
  extension: string | null;
  /** When the party's time for the supplement that is asked for began. */
  supplementFrom: Date | null;
  /** The days that it has, and how often they were given one after the other. */
  supplementDays: number | null;
  supplementPeriods: number | null;
  /** Until when it is to be transferred within the body, and to another one. */
  transferWithinBy: Date | null;
  transferBetweenBy: Date | null;
  watches: readonly Watch[];
  decidedAt: Date | null;
  closedAt: Date | null;
  contentDigest: string;
  /** Under which its content is sealed; null of what was sent before there were keys and is not sealed yet. */
  contentKey: string | null;
  contentDestroyedAt: Date | null;
  /** The newest command's number; also the version that `ETag` shows. */
  lastSeq: number;
  evidenceCount: number;
  lastEvidenceDigest: string;
}

/** Nothing is asked for. */
export const NO_SUPPLEMENT = {
  ...{ supplementDueAt: null, supplementFrom: null, supplementDays: null, supplementPeriods: null },
} satisfies Partial<SubmissionRow>;

/** The dates of a submission that no office has registered yet. */
export const NO_DATES = {
  ...{ dueAt: null, nextDueAt: null, remindAt: null, progressAt: null, watches: [], ...NO_SUPPLEMENT },
  disposeAt: null,
  ...{ clockFrom: null, stoppedAt: null, stops: [], extension: null },
  ...{ transferWithinBy: null, transferBetweenBy: null },
} satisfies Partial<SubmissionRow>;

const COLUMNS: Record<Exclude<keyof SubmissionRow, 'filedAs'>, string> = {
  id: 'id',
  kind: 'kind',
  form: 'form',
  formVersion: 'form_version',
  channel: 'channel',
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
  extended: 'extended',
  supplementRound: 'supplement_round',
  supplementExtensions: 'supplement_extensions',
  supplementUndelivered: 'supplement_undelivered',
  approvals: 'approvals',
  involved: 'involved',
  progressTold: 'progress_told',
  silence: 'silence',
  holds: 'holds',
  disposal: 'disposal',
  receivedAt: 'received_at',
  registeredAt: 'registered_at',
  registrationNumber: 'registration_number',
  dueAt: 'due_at',
  nextDueAt: 'next_due_at',
  remindAt: 'remind_at',
  supplementDueAt: 'supplement_due_at',
  progressAt: 'progress_at',
  watches: 'watches',
  disposeAt: 'dispose_at',
  clockFrom: 'clock_from',
  stoppedAt: 'stopped_at',
  stops: 'stops',
  extension: 'extension',
  supplementFrom: 'supplement_from',
  supplementDays: 'supplement_days',
  supplementPeriods: 'supplement_periods',
  transferWithinBy: 'transfer_within_by',
  transferBetweenBy: 'transfer_between_by',
  decidedAt: 'decided_at',
  closedAt: 'closed_at',
  contentDigest: 'content_digest',
  contentKey: 'content_key',
  contentDestroyedAt: 'content_destroyed_at',
  lastSeq: 'last_seq',
  evidenceCount: 'evidence_count',
  lastEvidenceDigest: 'last_evidence_digest',
};

/** The select list that makes a `SubmissionRow` of the table under the alias `s`. */
export const SUBMISSION_COLUMNS = [
  ...Object.entries(COLUMNS).map(([name, column]) => `s.${column} AS "${name}"`),
  '(SELECT f.number FROM filings f WHERE f.submission_id = s.id AND f.leg = s.leg) AS "filedAs"',
].join(', ');

export async function findSubmission(db: Db | Tx, id: string): Promise<SubmissionRow | undefined> {
  const { rows } = await db.raw(`SELECT ${SUBMISSION_COLUMNS} FROM submissions s WHERE id = ?`, [id]);
  return rows[0];
}

/**
 * The row under its lock: everything that changes a submission starts here. What it counts by the calendar from then on is
 * found by the recalculation that follows a holiday's declaration.
 */
export async function lockSubmission(tx: Tx, id: string): Promise<SubmissionRow | undefined> {
  const { rows } = await tx.raw(
    `SELECT ${SUBMISSION_COLUMNS} FROM ${COUNTS_BY_CALENDAR}, submissions s WHERE id = ? FOR UPDATE OF s`,
    [id],
  );
  return rows[0];
}

export type SubmissionChange = Partial<Omit<SubmissionRow, 'id' | 'kind' | 'filedAs'>>;

const JSON_COLUMNS: ReadonlySet<string> = new Set<keyof SubmissionRow>(['silence', 'watches', 'stops']);

/** A change by the table's column names, ready to be bound. */
export function submissionColumns(change: SubmissionChange): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => [
      COLUMNS[name as keyof SubmissionChange],
      JSON_COLUMNS.has(name) ? JSON.stringify(value) : value,
    ]),
  );
}

/** What the machine needs, taken from a row. */
export function machineState(row: SubmissionRow): Submission {
  return {
    state: row.state,
    opened: row.opened,
    handler: row.handler,
    outcome: row.outcome,
    replyRead: row.replyRead,
    clock: row.clock,
    leg: row.leg,
    extended: row.extended,
    supplementRound: row.supplementRound,
    supplementExtensions: row.supplementExtensions,
    supplementUndelivered: row.supplementUndelivered,
    approvals: row.approvals,
    involved: row.involved,
    progressTold: row.progressTold,
    silence: row.silence,
    holds: row.holds,
    disposal: row.disposal,
  };
}
