import { findCommandOnce } from '../db/command-store';
import type { Tx } from '../db/knex';
import { markOf, type Recalculation } from '../db/recalculation-store';
import { lockSubmission, type SubmissionChange, type SubmissionRow } from '../db/submission-store';
import { nextInstant } from '../domain/agenda';
import { CLOCK_RUNS } from '../domain/submission';
import { type Clock, clockAt, recount } from './clock';
import type { Deps } from './deps';
import { recountSupplement } from './supplement-period';
import { takeSystemCommand } from './system-command';

/** A date that is another by the calendar as it is now. */
interface Moved {
  due: 'ahead' | 'past';
  change: SubmissionChange;
  /** Which period it ends, and the date before and after. */
  facts: Record<string, string>;
}

/**
 * Counts the end of the period that runs anew, the statutory one or the party's for its supplement. The statutory one of a
 * submission whose clock stands still is counted when it runs on.
 * @returns false when it stays as it is, or was moved before
 */
export async function recalculateSubmission(
  tx: Tx,
  deps: Deps,
  { id, date }: Pick<Recalculation, 'id' | 'date'>,
  submissionId: string,
): Promise<boolean> {
  const once = markOf(id);
  const row = await lockSubmission(tx, submissionId);
  if (row === undefined || row.office === null) return false;
  if ((await findCommandOnce(tx, row.id, once)) !== undefined) return false;
  const at = deps.now();
  const clock = await clockAt(tx, row.office, row);
  const moved = CLOCK_RUNS.includes(row.state) ? statutory(row, clock, at) : supplement(row, clock, at);
  if (moved === undefined) return false;
  const { due, change } = moved;
  const facts = { ...moved.facts, date };
  await takeSystemCommand(tx, deps, {
    row,
    command: { kind: 'recalculate', due },
    facts: { ...facts, due, earlier: comesEarlier(row, change) ? 1 : 0 },
    once,
    at,
    step: 'recalculate',
    change,
    details: { DeadlineRecalculated: { facts } },
    notices: [{ kind: 'recalculated_party', recipient: { person: row.partyPerson }, batch: id }],
  });
  return true;
}

function statutory(row: SubmissionRow, clock: Clock, at: Date): Moved | undefined {
  const { dueAt: before } = row;
  if (before === null) return undefined;
  const change = recount(clock, { ...row, clockFrom: row.clockFrom ?? row.receivedAt });
  if (change.dueAt.getTime() === before.getTime()) return undefined;
  const due = change.dueAt > at ? 'ahead' : 'past';
  return {
    due,
    change: { ...change, ...(due === 'ahead' ? { clock: 'running' } : {}) },
    facts: {
      period: 'statutory',
      dueBefore: before.toISOString(),
      dueAt: change.dueAt.toISOString(),
    },
  };
}

/** The party relies on the date it was told: a holiday that is taken back does not end its time after the fact. */
function supplement(row: SubmissionRow, clock: Clock, at: Date): Moved | undefined {
  const { state, supplementDueAt: before } = row;
  const change = recountSupplement(clock, row);
  if (state !== 'supplement_requested' || before === null || change === undefined) return undefined;
  const { supplementDueAt: end } = change;
  if (end.getTime() === before.getTime() || end <= at) return undefined;
  return {
    due: 'ahead',
    change,
    facts: {
      period: 'supplement',
      dueBefore: before.toISOString(),
      supplementDueAt: end.toISOString(),
    },
  };
}

/** Whether the workflow waits for an instant that is no longer the first. */
function comesEarlier(row: SubmissionRow, change: SubmissionChange): boolean {
  const after = { ...row, ...change };
  const next = nextInstant(after, after);
  return next !== null && (row.nextDueAt === null || next < row.nextDueAt);
}
