import type { StepResult } from '../db/command-store';
import { pendingCommands } from '../db/command-store';
import type { Tx } from '../db/knex';
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
  /** The step just taken, or taken before when it was asked for twice; null when there was nothing to do. */
  done: StepResult | null;
}

/**
 * @param row the submission as the transaction leaves it
 * @param done what this step did
 */
export async function snapshotOf(tx: Tx, row: SubmissionRow, done: StepResult | null): Promise<Snapshot> {
  const pending = (await pendingCommands(tx, row.id)).filter((command) => command.kind !== 'submit');
  const first = pending[0];
  return {
    state: row.state,
    lastAppliedSeq: first === undefined ? row.lastSeq : first.seq - 1,
    pending: first !== undefined,
    nextDueAt: row.nextDueAt?.toISOString() ?? null,
    done,
  };
}
