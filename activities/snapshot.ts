import { type CommandRow, pendingCommands, type StepResult } from '../db/command-store';
import type { Db, Tx } from '../db/knex';
import type { SubmissionRow } from '../db/submission-store';
import type { State } from '../domain/submission';

/** What the workflow learns from each step: enough to go on, nothing about content. */
export interface Snapshot {
  state: State;
  lastAppliedSeq: number;
  /** Accepted commands wait for their turn. */
  pending: boolean;
  /** RFC 3339 instant of the next deadline event, if the clock runs. */
  nextDueAt: string | null;
  /** What was done just now, or before when it was asked for twice, in order; empty when there was nothing to do. */
  done: StepResult[];
}

/**
 * @param row the submission as the transaction leaves it
 * @param done what this step did
 * @param known what is pending, where the step knows; read otherwise
 */
export async function snapshotOf(
  db: Db | Tx,
  row: SubmissionRow,
  done: readonly (StepResult | null | undefined)[],
  known?: CommandRow[],
): Promise<Snapshot> {
  // A submission whose newest command is its first has nothing pending but that.
  const all = known ?? (row.lastSeq === 1 ? [] : await pendingCommands(db, row.id));
  const first = all.find((command) => command.kind !== 'submit');
  return {
    state: row.state,
    lastAppliedSeq: first === undefined ? row.lastSeq : first.seq - 1,
    pending: first !== undefined,
    nextDueAt: row.nextDueAt?.toISOString() ?? null,
    done: done.filter((one) => one != null),
  };
}
