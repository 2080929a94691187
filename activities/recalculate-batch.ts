import { findCommandOnce } from '../db/command-store';
import type { Tx } from '../db/knex';
import {
  advanceRecalculation,
  findRecalculation,
  markOf,
  movedEarlier,
  type Recalculation,
  submissionsToRecalculate,
} from '../db/recalculation-store';
import { lockSubmission, type SubmissionRow } from '../db/submission-store';
import { nextInstant } from '../domain/agenda';
import { CLOCK_RUNS } from '../domain/submission';
import { clockAt, recount } from './clock';
import type { Deps } from './deps';
import { takeSystemCommand } from './system-command';

const BATCH = 200;
/** Each takes its row's lock in a transaction of its own: an act on one submission never waits for the batch. */
const LANES = 4;
const WAKING_LANES = 20;

/** Counts the next due dates anew that a holiday can move, each once, however often the step is asked for. */
export function recalculateBatch(deps: Deps) {
  return async ({
    recalculationId,
  }: {
    recalculationId: string;
  }): Promise<{ moved: number; more: boolean }> => {
    const found = await findRecalculation(deps.db, recalculationId);
    if (found === undefined || found.finishedAt !== null) return { moved: 0, more: false };
    const ids = await submissionsToRecalculate(deps.db, found, BATCH);
    const queue = [...ids];
    let moved = 0;
    const lane = async () => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        if (await recalculate(deps, found, id)) moved += 1;
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const more = ids.length === BATCH;
    const finishedAt = more ? null : deps.now();
    await advanceRecalculation(deps.db, found.id, { lastSubmission: ids.at(-1) ?? null, moved, finishedAt });
    return { moved, more };
  };
}

/**
 * Tells the workflows whose next instant came earlier; another's timer rings, finds nothing to do and sleeps on. It comes
 * after the counting, which nobody's engine shall hold up.
 * @param input.after the last submission that was told
 * @returns the last one told, null when all were
 */
export function wakeMoved(deps: Deps) {
  return async (input: {
    recalculationId: string;
    after: string | null;
  }): Promise<{ last: string | null }> => {
    const moved = await movedEarlier(deps.db, input.recalculationId, input.after, BATCH);
    const queue = [...moved];
    const lane = async () => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift())
        await deps.wake(one.submissionId, one.seq);
    };
    await Promise.all(Array.from({ length: WAKING_LANES }, lane));
    return { last: moved.length === BATCH ? (moved.at(-1)?.submissionId ?? null) : null };
  };
}

/** @returns false when the due date stays as it is, or was moved before */
function recalculate(deps: Deps, { id, date }: Recalculation, submissionId: string): Promise<boolean> {
  const once = markOf(id);
  return deps.db.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    if (row === undefined || row.office === null || row.dueAt === null) return false;
    if (!CLOCK_RUNS.includes(row.state) || (await findCommandOnce(tx, row.id, once)) !== undefined)
      return false;
    return move(tx, deps, row, { office: row.office, dueAt: row.dueAt, once, date, batch: id });
  });
}

async function move(
  tx: Tx,
  deps: Deps,
  row: SubmissionRow,
  given: { office: string; dueAt: Date; once: string; date: string; batch: string },
): Promise<boolean> {
  const { office, dueAt, once, date, batch } = given;
  const at = deps.now();
  const clock = await clockAt(tx, office, row);
  const change = recount(clock, { ...row, clockFrom: row.clockFrom ?? row.receivedAt });
  if (change.dueAt.getTime() === dueAt.getTime()) return false;
  const due = change.dueAt > at ? 'ahead' : 'past';
  const after = { ...row, ...change, ...(due === 'ahead' ? { clock: 'running' as const } : {}) };
  const next = nextInstant(after, after);
  const earlier = next !== null && (row.nextDueAt === null || next < row.nextDueAt);
  const dates = { dueBefore: dueAt.toISOString(), dueAt: change.dueAt.toISOString() };
  await takeSystemCommand(tx, deps, {
    row,
    command: { kind: 'recalculate', due },
    facts: { ...dates, due, date, earlier: earlier ? 1 : 0 },
    once,
    at,
    step: 'recalculate',
    change,
    details: { DeadlineRecalculated: { facts: { ...dates, date } } },
    notices: [{ kind: 'recalculated_party', recipient: { person: row.partyPerson }, batch }],
  });
  return true;
}
