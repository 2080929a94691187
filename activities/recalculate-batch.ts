import { outwaitCounting } from '../db/calendar-lock';
import {
  advanceRecalculation,
  findRecalculation,
  movedEarlier,
  submissionsToRecalculate,
} from '../db/recalculation-store';
import { inLanes } from '../domain/in-lanes';
import type { Deps } from './deps';
import { recalculateSubmission } from './recalculate-submission';

const BATCH = 200;
/** Each takes its row's lock in a transaction of its own: an act on one submission never waits for the batch. */
const LANES = 4;
const WAKING_LANES = 20;

/** Counts the next dates anew that a holiday can move, each once, however often the step is asked for. */
export function recalculateBatch(deps: Deps) {
  return async ({
    recalculationId,
  }: {
    recalculationId: string;
  }): Promise<{ moved: number; more: boolean }> => {
    const found = await findRecalculation(deps.db, recalculationId);
    if (found === undefined || found.finishedAt !== null) return { moved: 0, more: false };
    // What counted by the calendar as it was is seen by the first batch; what counts from now on has the holiday.
    if (found.lastSubmission === null) await outwaitCounting(deps.db);
    const ids = await submissionsToRecalculate(deps.db, found, BATCH);
    let moved = 0;
    await inLanes(ids, LANES, async (id) => {
      if (await deps.db.transaction((tx) => recalculateSubmission(tx, deps, found, id))) moved += 1;
    });
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
    await inLanes(moved, WAKING_LANES, ({ submissionId, seq }) => deps.wake(submissionId, seq));
    return { last: moved.length === BATCH ? (moved.at(-1)?.submissionId ?? null) : null };
  };
}
