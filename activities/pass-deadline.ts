import { findDeadlineCommand } from '../db/command-store';
import { lockSubmission } from '../db/submission-store';
import type { Deps } from './deps';
import { type Snapshot, snapshotOf } from './snapshot';
import { present, takeSystemCommand } from './system-command';

/**
 * What the clock does to a submission: the reminder before the due instant, the evidence when it has passed. A timer
 * that fired early finds nothing to do, and the workflow sleeps on.
 * @param input.rungFor the instant that the timer was set for, by which a step taken before is found again
 */
export function passDeadline(deps: Deps) {
  return (input: { submissionId: string; rungFor: string; at: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, input.submissionId));
      const at = new Date(input.at);
      const { dueAt, nextDueAt, office } = row;
      if (dueAt === null || office === null) return snapshotOf(tx, row, null);
      const facts = { dueAt: dueAt.toISOString() };
      const marks = ['deadline_approaching', 'deadline_passed'].map(
        (kind) => `${kind}:${row.leg}:${facts.dueAt}`,
      );
      if (nextDueAt === null || at < nextDueAt) {
        const taken = await findDeadlineCommand(tx, row.id, marks, new Date(input.rungFor));
        return snapshotOf(tx, row, taken?.result ?? null);
      }
      const passed = at >= dueAt;
      const common = { row, at, change: { nextDueAt: passed ? null : dueAt } };
      return takeSystemCommand(
        tx,
        deps,
        passed
          ? {
              ...common,
              command: { kind: 'deadline_passed' },
              once: `deadline_passed:${row.leg}:${facts.dueAt}`,
              step: 'deadline_passed',
              details: { DeadlinePassed: { facts } },
              notices: [
                { kind: 'deadline_passed_office', recipient: { office } },
                { kind: 'deadline_passed_party', recipient: { person: row.partyPerson } },
              ],
            }
          : {
              ...common,
              command: { kind: 'deadline_approaching' },
              once: `deadline_approaching:${row.leg}:${facts.dueAt}`,
              step: 'deadline_approaching',
              details: { DeadlineApproaching: { facts } },
              notices: [{ kind: 'deadline_approaching_office', recipient: { office } }],
            },
      );
    });
}
