import { lockSubmission } from '../db/submission-store';
import type { Deps } from './deps';
import { type Snapshot, snapshotOf } from './snapshot';
import { present, takeSystemCommand } from './system-command';

/**
 * What the clock does to a submission: the reminder before the due instant, the evidence when it has passed. A timer
 * that fired early finds nothing to do, and the workflow sleeps on.
 */
export function passDeadline(deps: Deps) {
  return (input: { submissionId: string; at: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, input.submissionId));
      const at = new Date(input.at);
      const { dueAt, nextDueAt, office } = row;
      if (dueAt === null || nextDueAt === null || office === null || at < nextDueAt)
        return snapshotOf(tx, row, null);
      const passed = at >= dueAt;
      const facts = { dueAt: dueAt.toISOString() };
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
