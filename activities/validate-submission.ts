import { findObstacles } from '../db/obstacle-store';
import { findSubmission, type SubmissionRow } from '../db/submission-store';
import type { Deps } from './deps';
import { routeSubmission } from './route-submission';
import { type Snapshot, snapshotOf } from './snapshot';
import { present } from './system-command';

export interface Validated extends Snapshot {
  /** Codes of what speaks against registering. */
  problems: string[];
  /** Where it belongs; null when something speaks against it, or it is registered already. */
  office: string | null;
}

/**
 * Where the rows say that the procedure stands and, for what is not registered yet, whether it can be and with which
 * office. Two reads of a moment are one step, for each step costs a turn of the workflow (decision 0017).
 */
export function validateSubmission(deps: Deps) {
  const route = routeSubmission(deps);
  return async ({ submissionId }: { submissionId: string }): Promise<Validated> => {
    const row = present(await findSubmission(deps.db, submissionId));
    const snapshot = await snapshotOf(deps.db, row, null);
    if (row.state !== 'accepted') return { ...snapshot, problems: [], office: null };
    const routed = await route({ submissionId });
    const problems = [...(await findProblems(deps, row)), ...routed.problems];
    return { ...snapshot, problems, office: problems.length > 0 ? null : routed.office };
  };
}

/**
 * What can have changed since the answers were checked at the door: the form withdrawn, a file found infected. Answers
 * are not checked again, for the version they were checked against is immutable.
 */
export async function findProblems(deps: Pick<Deps, 'db'>, row: SubmissionRow): Promise<string[]> {
  const { withdrawn, infected } = await findObstacles(deps.db, row);
  return [...(withdrawn ? ['form.not_in_force'] : []), ...(infected ? ['attachment.infected'] : [])];
}
