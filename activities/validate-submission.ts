import { findObstacles } from '../db/obstacle-store';
import { findSubmission } from '../db/submission-store';
import type { Deps } from './deps';
import { type Snapshot, snapshotOf } from './snapshot';
import { present } from './system-command';

/**
 * Where the rows say that the procedure stands and, for what is not registered yet, what can have changed since the
 * answers were checked at the door: the form withdrawn, a file found infected. Answers are not checked again, for the
 * version they were checked against is immutable.
 */
export function validateSubmission(deps: Deps) {
  return async ({ submissionId }: { submissionId: string }): Promise<Snapshot & { problems: string[] }> => {
    const row = present(await findSubmission(deps.db, submissionId));
    const snapshot = await snapshotOf(deps.db, row, null);
    if (row.state !== 'accepted') return { ...snapshot, problems: [] };
    const { withdrawn, infected } = await findObstacles(deps.db, row);
    const problems = [
      ...(withdrawn ? ['form.not_in_force'] : []),
      ...(infected ? ['attachment.infected'] : []),
    ];
    return { ...snapshot, problems };
  };
}
