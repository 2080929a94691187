import { settleAndAnnounce } from '../db/command-store';
import { lockSubmission } from '../db/submission-store';
import type { Deps } from './deps';
import type { Snapshot } from './snapshot';
import { present, takeSystemCommand } from './system-command';

/** Technical rejection with machine-readable problems; never a decision on the merits (design §4). */
export function rejectSubmission(deps: Deps) {
  return (input: { submissionId: string; problems: string[]; at: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, input.submissionId));
      const at = new Date(input.at);
      const snapshot = await takeSystemCommand(tx, deps, {
        row,
        command: { kind: 'reject' },
        once: 'reject',
        at,
        step: 'rejected',
        details: { SubmissionRejection: { reasons: input.problems.map((code) => ({ code })) } },
        notices: [{ kind: 'rejected_party', recipient: { person: row.partyPerson } }],
      });
      if (row.state === 'accepted' && snapshot.done !== null) {
        await settleAndAnnounce(tx, { submissionId: row.id, seq: 1 }, 'applied', at, snapshot.done);
      }
      return snapshot;
    });
}
