import { findTimedCommand, pendingCommands } from '../db/command-store';
import type { Tx } from '../db/knex';
import { unfinishedRecalculations } from '../db/recalculation-store';
import { lockSubmission, type SubmissionRow } from '../db/submission-store';
import { agenda, type Item } from '../domain/agenda';
import type { Deps } from './deps';
import { recalculateSubmission } from './recalculate-submission';
import { type Snapshot, snapshotOf } from './snapshot';
import { present, type SystemCommand, takeSystemCommand } from './system-command';
import { timedEffect } from './timed-effects';

/**
 * What time alone does to a submission: the reminder before the due instant, the evidence when it has passed, the
 * supplement that did not come, what silence is told. A timer that fired early finds nothing to do, and the workflow
 * sleeps on.
 * @param input.rungFor the instant that the timer was set for
 * @param input.after the last command that the workflow knows of, by which a step taken before is found again; two things
 *   can fall on one instant. Steps that were scheduled before it was given are found by the instant.
 */
export function passDeadline(deps: Deps) {
  return (input: { submissionId: string; rungFor: string; at: string; after?: number }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, input.submissionId));
      const at = new Date(input.at);
      const from = new Date(input.rungFor);
      const taken = await findTimedCommand(
        tx,
        row.id,
        input.after === undefined ? { from } : { after: input.after },
      );
      if (taken !== undefined) return snapshotOf(tx, row, [taken.result]);
      // Who acted in time comes first, however late the act's turn is: commands strictly by their number.
      const waiting = await pendingCommands(tx, row.id);
      if (waiting.length > 0) return snapshotOf(tx, row, [], waiting);
      const item = agenda(row, row).find((one) => !isOutdated(one, row, at));
      if (item === undefined || at < item.at) return snapshotOf(tx, row, []);
      if (ENDS_PERIOD.includes(item.kind) && (await countedAnew(tx, deps, row)))
        return snapshotOf(tx, present(await lockSubmission(tx, row.id)), []);
      return takeSystemCommand(tx, deps, await commandOf(tx, deps, row, item, at));
    });
}

const ENDS_PERIOD: readonly Item['kind'][] = ['deadline_passed', 'supplement_missed'];

/**
 * A holiday that was declared in time comes before the end that it moves, also where its recalculation has not come to this
 * submission: what expires does not come back.
 */
async function countedAnew(tx: Tx, deps: Deps, { id, office }: SubmissionRow): Promise<boolean> {
  let moved = false;
  for (const recalculation of await unfinishedRecalculations(tx, office ?? ''))
    if (await recalculateSubmission(tx, deps, recalculation, id)) moved = true;
  return moved;
}

/** A reminder of what has passed says nothing: nobody was there at its instant. */
const isOutdated = (item: Item, { dueAt }: SubmissionRow, at: Date): boolean =>
  item.kind === 'deadline_approaching' && dueAt !== null && at >= dueAt;

async function commandOf(
  tx: Tx,
  deps: Deps,
  row: SubmissionRow,
  item: Item,
  at: Date,
): Promise<SystemCommand> {
  const { change = {}, ...effect } = await timedEffect({ tx, deps, row, item, at });
  return {
    row,
    at,
    command: 'step' in item ? { kind: item.kind, step: item.step } : { kind: item.kind },
    // The same instant can come again: a holiday declared and withdrawn after the reminder.
    once: `${item.kind}:${row.leg}:${item.at.toISOString()}:${row.evidenceCount}`,
    step: item.kind,
    change,
    ...effect,
  };
}
