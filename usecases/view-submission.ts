import { type CommandRow, machineCommand, pendingCommands } from '../db/command-store';
import type { Db, Tx } from '../db/knex';
import { machineState, type SubmissionRow } from '../db/submission-store';
import { type Action, type Actor, authorise, PERMISSIONS } from '../domain/permissions';
import { allowedCommands, apply, type CommandKind } from '../domain/submission';

type Pending = Pick<CommandRow, 'seq' | 'kind' | 'facts'>;

/** A submission as its reader sees it: applied state, what is pending, what this reader may do now; no content. */
export interface SubmissionView {
  id: string;
  kind: 'form' | 'letter';
  form: { id: string; version: number } | null;
  organisation: string | null;
  office: string | null;
  state: string;
  version: number;
  pending: { seq: number; kind: CommandKind }[];
  allowed: CommandKind[];
  registrationNumber: string | null;
  handler: string | null;
  outcome: string | null;
  replyRead: boolean;
  receivedAt: string;
  registeredAt: string | null;
  dueAt: string | null;
  decidedAt: string | null;
  closedAt: string | null;
}

export async function viewSubmission(db: Db | Tx, actor: Actor, row: SubmissionRow): Promise<SubmissionView> {
  return describeSubmission(actor, row, await pendingCommands(db, row.id));
}

export function describeSubmission(actor: Actor, row: SubmissionRow, pending: Pending[]): SubmissionView {
  return {
    id: row.id,
    kind: row.kind,
    form: row.form === null || row.formVersion === null ? null : { id: row.form, version: row.formVersion },
    organisation: row.partyOrganisation,
    office: row.office,
    state: row.state,
    version: row.lastSeq,
    pending: pending.map(({ seq, kind }) => ({ seq, kind })),
    allowed: allowedFor(actor, row, pending),
    registrationNumber: row.registrationNumber,
    handler: row.handler,
    outcome: row.outcome,
    replyRead: row.replyRead,
    receivedAt: row.receivedAt.toISOString(),
    registeredAt: row.registeredAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}

function allowedFor(actor: Actor, row: SubmissionRow, pending: Pending[]): CommandKind[] {
  let state = machineState(row);
  for (const command of pending) {
    const applied = apply(state, machineCommand(command));
    if (applied.ok) state = applied.submission;
  }
  return allowedCommands(state).filter((kind) => isAction(kind) && authorise(actor, kind, row) === 'allowed');
}

const isAction = (kind: CommandKind): kind is CommandKind & Action => Object.hasOwn(PERMISSIONS, kind);
