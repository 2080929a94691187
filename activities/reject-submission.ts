import type { Tx } from '../db/knex';
import { lockSubmission, type SubmissionRow } from '../db/submission-store';
import type { Deps } from './deps';
import type { Snapshot } from './snapshot';
import { present, SUBMIT_ENDS, takeSystemCommand } from './system-command';

/** Technical rejection with machine-readable problems; never a decision on the merits (design §4). */
export function rejectIn(
  tx: Tx,
  deps: Deps,
  { row, problems, at }: { row: SubmissionRow; problems: string[]; at: Date },
): Promise<Snapshot> {
  return takeSystemCommand(tx, deps, {
    row,
    command: { kind: 'reject' },
    once: 'reject',
    at,
    step: 'rejected',
    ...SUBMIT_ENDS,
    details: { SubmissionRejection: { reasons: problems.map((code) => ({ code })) } },
    notices: [{ kind: 'rejected_party', recipient: { person: row.partyPerson } }],
  });
}

/** A step of its own for the runs that began before it was one with validating. */
export function rejectSubmission(deps: Deps) {
  return (input: { submissionId: string; problems: string[]; at: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, input.submissionId));
      return rejectIn(tx, deps, { row, problems: input.problems, at: new Date(input.at) });
    });
}
