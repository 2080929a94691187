import { lockSubmission } from '../db/submission-store';
import type { Deps } from './deps';
import type { Snapshot } from './snapshot';
import { present, SUBMIT_ENDS, takeSystemCommand } from './system-command';

/** Technical rejection with machine-readable problems; never a decision on the merits (design §4). */
export function rejectSubmission(deps: Deps) {
  return (input: { submissionId: string; problems: string[]; at: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, input.submissionId));
      const at = new Date(input.at);
      return takeSystemCommand(tx, deps, {
        row,
        command: { kind: 'reject' },
        once: 'reject',
        at,
        step: 'rejected',
        ...SUBMIT_ENDS,
        details: { SubmissionRejection: { reasons: input.problems.map((code) => ({ code })) } },
        notices: [{ kind: 'rejected_party', recipient: { person: row.partyPerson } }],
      });
    });
}
