import type { Db } from '../../db/knex';
import { findSubmission, type SubmissionRow, submissionColumns } from '../../db/submission-store';
import { nextInstant } from '../../domain/agenda';

const DAY_MS = 24 * 3_600_000;
/** Between instants that were days apart: the engine rings a timer up to a second late, and each has its own step. */
const GAP_MS = 2_000;

/** What time would bring a submission in the next days comes from the given instant on, in the same order; later things stay. */
export async function bringForward(db: Db, id: string, next: { days: number; from: number }): Promise<void> {
  const row = (await findSubmission(db, id)) as SubmissionRow;
  const { remindAt, dueAt, supplementDueAt, progressAt } = row;
  const all = [remindAt, dueAt, supplementDueAt, progressAt, ...row.watches.map(({ at }) => new Date(at))];
  const order = [...new Set(all.map(Number))].sort((a, b) => a - b);
  const end = Date.now() + next.days * DAY_MS;
  const moved = <A extends Date | null>(at: A) =>
    at === null || at.getTime() > end ? at : new Date(next.from + order.indexOf(at.getTime()) * GAP_MS);
  const dates = {
    ...{ remindAt: moved(remindAt), dueAt: moved(dueAt) },
    ...{ supplementDueAt: moved(supplementDueAt), progressAt: moved(progressAt) },
    watches: row.watches.map((watch) => ({ ...watch, at: moved(new Date(watch.at))?.toISOString() ?? '' })),
  };
  const after = { ...row, ...dates };
  const change = submissionColumns({ ...dates, nextDueAt: nextInstant(after, after) });
  await db('submissions').where({ id }).update(change);
}
