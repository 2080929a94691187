import { lockSubmission } from '../db/submission-store';
import type { Deps } from './deps';
import { registerIn } from './register-record';
import { rejectIn } from './reject-submission';
import { findRoute, type Route } from './route-submission';
import { type Snapshot, snapshotOf } from './snapshot';
import { present } from './system-command';

/** The route is that of what was accepted and no more; of all else `office` is null and nothing is a problem. */
export type Validated = Snapshot & Route;

/**
 * Where the rows say that the procedure stands. What is not registered yet is validated and routed, and with that
 * registered or rejected: what is known of it under its lock cannot have changed by then (decision 0045).
 * @param input.at the instant of registering; without it (steps that were scheduled before it was given) what was found
 *   is only told
 */
export function validateSubmission(deps: Deps) {
  return ({ submissionId, at }: { submissionId: string; at?: string }): Promise<Validated> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, submissionId));
      if (row.state !== 'accepted') return { ...(await snapshotOf(tx, row, [])), problems: [], office: null };
      const found = await findRoute(tx, deps, row.id);
      if (at === undefined) return { ...(await snapshotOf(tx, row, [])), ...found };
      const { office, problems } = found;
      const admitted =
        office === null
          ? await rejectIn(tx, deps, { row, problems, at: new Date(at) })
          : await registerIn(tx, deps, { row, office, at: new Date(at) });
      return { ...admitted, ...found };
    });
}
