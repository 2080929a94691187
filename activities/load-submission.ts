import { lockSubmission } from '../db/submission-store';
import type { Deps } from './deps';
import { type Snapshot, snapshotOf } from './snapshot';
import { present } from './system-command';

/** Where the rows say that the procedure stands. */
export function loadSubmission(deps: Deps) {
  return ({ submissionId }: { submissionId: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => snapshotOf(tx, present(await lockSubmission(tx, submissionId)), null));
}
