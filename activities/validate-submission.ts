import { findCommandOnce } from '../db/command-store';
import type { Tx } from '../db/knex';
import { lockWithRouting } from '../db/routing-store';
import type { SubmissionRow } from '../db/submission-store';
import { findClock } from './clock';
import type { Deps } from './deps';
import { registerIn } from './register-record';
import { rejectIn } from './reject-submission';
import { officeNamedBy, type Route, routeTo } from './route-submission';
import { type Snapshot, snapshotOf } from './snapshot';
import { present } from './system-command';

/** The route is that of what was accepted and no more; of all else `office` is null and nothing is a problem. */
export type Validated = Snapshot & Route;

/**
 * Where the rows say that the procedure stands. What is not registered yet is validated and routed, and with that
 * registered or rejected: what is known of it under its lock cannot have changed by then (decision 0047).
 * @param input.at the instant of registering; without it (steps that were scheduled before it was given) what was found
 *   is only told
 */
export function validateSubmission(deps: Deps) {
  return ({ submissionId, at }: { submissionId: string; at?: string }): Promise<Validated> =>
    deps.db.transaction(async (tx) => {
      const { row, facts } = present(await lockWithRouting(tx, deps.cipher, submissionId));
      if (row.state !== 'accepted')
        return {
          ...(await snapshotOf(tx, row, [(await admittedBefore(tx, row))?.result])),
          office: null,
          problems: [],
        };
      const code = officeNamedBy(facts);
      const clock = code === null ? undefined : await findClock(tx, code, row);
      const route = routeTo(clock, facts);
      if (at === undefined) return { ...(await snapshotOf(tx, row, [])), ...route };
      const admitted =
        route.office === null || clock === undefined
          ? await rejectIn(tx, deps, { row, problems: route.problems, at: new Date(at) })
          : await registerIn(tx, deps, { row, office: route.office, clock, at: new Date(at) });
      return { ...admitted, ...route };
    });
}

/** What this step left when its answer was lost; a run that is started later tells it again, which is no difference. */
const admittedBefore = (tx: Tx, row: SubmissionRow) =>
  findCommandOnce(tx, row.id, row.registeredAt === null ? 'reject' : 'register:1');
