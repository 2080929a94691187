import { type CommandRow, pendingCommands } from '../db/command-store';
import type { Db, Tx } from '../db/knex';
import type { SubmissionRow } from '../db/submission-store';
import type { Channel } from '../domain/channel';
import type { CommandKind } from '../domain/commands';
import type { Disposal } from '../domain/disposal';
import { type Action, type Actor, authorise, PERMISSIONS, standsForParty } from '../domain/permissions';
import { allowedCommands, CLOCK_STOPPED } from '../domain/submission';
import { officeAfter, project } from './project';

type Pending = Pick<CommandRow, 'seq' | 'kind' | 'facts'>;

/** A submission as its reader sees it: applied state, what is pending, what this reader may do now; no content. */
export interface SubmissionView {
  id: string;
  kind: 'form' | 'letter';
  form: { id: string; version: number } | null;
  /** How it came: `online`, or over the counter. */
  channel: Channel;
  organisation: string | null;
  office: string | null;
  state: string;
  version: number;
  pending: { seq: number; kind: CommandKind }[];
  allowed: CommandKind[];
  registrationNumber: string | null;
  /** The present office's own number for it, where it keeps records of its own and has confirmed it. */
  filedAs: string | null;
  handler: string | null;
  outcome: string | null;
  replyRead: boolean;
  receivedAt: string;
  registeredAt: string | null;
  dueAt: string | null;
  /** Until when the party is to send what was asked for. */
  supplementDueAt: string | null;
  /** How far the statutory clock has come; `stopped` while it stands still. */
  clock: string;
  leg: number;
  /** Until when it is to be sent on, within the body and to another one; null once work has begun. */
  transferWithinBy: string | null;
  transferBetweenBy: string | null;
  /** Units whose contribution is awaited; the party is not told. */
  involved: readonly string[];
  /** How many people must still agree to a drafted decision; 0 to the party. */
  approvals: number;
  decidedAt: string | null;
  closedAt: string | null;
  /** When its retention is over; null while its procedure runs, and for what is kept for ever. */
  disposeAt: string | null;
  disposal: Disposal;
  /** Ids of what forbids its disposal; the party is not told. */
  holds: readonly string[];
}

export async function viewSubmission(db: Db | Tx, actor: Actor, row: SubmissionRow): Promise<SubmissionView> {
  return describeSubmission(actor, row, await pendingCommands(db, row.id));
}

export function describeSubmission(actor: Actor, row: SubmissionRow, pending: Pending[]): SubmissionView {
  const party = standsForParty(actor, row);
  const unopened = !party && (row.state === 'registered' || row.state === 'assigned');
  return {
    id: row.id,
    kind: row.kind,
    form: row.form === null || row.formVersion === null ? null : { id: row.form, version: row.formVersion },
    channel: row.channel,
    organisation: row.partyOrganisation,
    office: row.office,
    state: row.state,
    version: row.lastSeq,
    pending: pending.map(({ seq, kind }) => ({ seq, kind })),
    allowed: allowedFor(actor, row, pending),
    registrationNumber: row.registrationNumber,
    filedAs: row.filedAs,
    handler: row.handler,
    outcome: row.outcome,
    replyRead: row.replyRead,
    receivedAt: row.receivedAt.toISOString(),
    registeredAt: row.registeredAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    supplementDueAt: row.supplementDueAt?.toISOString() ?? null,
    clock: CLOCK_STOPPED.includes(row.state) ? 'stopped' : row.clock,
    leg: row.leg,
    transferWithinBy: (unopened ? row.transferWithinBy?.toISOString() : null) ?? null,
    transferBetweenBy: (unopened ? row.transferBetweenBy?.toISOString() : null) ?? null,
    involved: party ? [] : row.involved,
    approvals: party ? 0 : row.approvals,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    disposeAt: row.disposeAt?.toISOString() ?? null,
    disposal: row.disposal,
    holds: party ? [] : row.holds,
  };
}

function allowedFor(actor: Actor, row: SubmissionRow, pending: Pending[]): CommandKind[] {
  const state = project(row, pending);
  const subject = { ...row, office: officeAfter(row, pending), involved: state.involved };
  return allowedCommands(state).filter(
    (kind) => isAction(kind) && authorise(actor, kind, subject) === 'allowed',
  );
}

const isAction = (kind: CommandKind): kind is CommandKind & Action => Object.hasOwn(PERMISSIONS, kind);
