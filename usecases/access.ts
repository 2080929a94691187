import { insertRefusal } from '../db/audit-store';
import type { Db, Tx } from '../db/knex';
import { findSubmission, type SubmissionRow } from '../db/submission-store';
import { withinReach } from '../db/within-reach';
import { GongmunError } from '../domain/errors';
import { type Action, type Actor, actsFor, authorise, isParty, type Verdict } from '../domain/permissions';
import { EVERYTHING } from '../domain/reach';
import type { Reading } from '../domain/readings';
import type { Deps } from './deps';
import { recordReading } from './record-reading';
import { standingOf } from './standing';
import { notFound } from './take-command';

/** Who reads what, and in the course of which request. */
export interface Access<T = unknown> {
  submissionId: string;
  action: Action & Reading;
  requestId: string;
  /** What it is called in the access log, where the permission says less. */
  as?: Reading;
  /** What of it, or what else, is shown: ids. */
  subjects?: (shown: T) => string[];
}

/**
 * The submission, if the actor may do `action` to it. A reading by anyone but the party is recorded in the same
 * transaction, before a byte leaves; where it cannot be recorded it is refused.
 * @throws GongmunError not_found, forbidden, `access.not_recorded` (503)
 */
export async function accessSubmission<T>(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  access: Access<T>,
  read: (row: SubmissionRow, tx: Tx) => Promise<T>,
): Promise<T> {
  let verdict: Verdict | undefined;
  try {
    return await deps.db.transaction(async (tx) => {
      const row = await findSubmission(tx, access.submissionId);
      if (row === undefined) throw notFound();
      verdict = authorise(actor, access.action, row);
      if (verdict === 'not_found') throw notFound();
      if (verdict === 'forbidden')
        throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this.');
      const shown = await read(row, tx);
      if (!isParty(actor, row)) {
        const subjects = access.subjects?.(shown);
        await recordReading(tx, {
          at: deps.now(),
          actor: actor.person,
          onBehalfOf: actsFor(actor, access.action, row),
          ...standingOf(actor, access.action, row),
          action: access.as ?? access.action,
          submissionId: row.id,
          ...(subjects === undefined || subjects.length === 0 ? {} : { subjects }),
          requestId: access.requestId,
        });
      }
      return shown;
    });
  } catch (error) {
    // A submission that does not exist is nobody's to be refused; that somebody asked for another's is recorded.
    if (error instanceof GongmunError && (await isRefusal(deps.db, access.submissionId, verdict, error))) {
      await insertRefusal(deps.db, {
        at: deps.now(),
        submissionId: access.submissionId,
        kind: access.action,
        actor: actor.person,
        code: error.code,
        state: null,
        requestId: access.requestId,
      });
    }
    throw error;
  }
}

/** The database shows nothing that is out of the actor's reach: whether there is such a submission is asked beyond it. */
async function isRefusal(
  db: Db,
  submissionId: string,
  verdict: Verdict | undefined,
  error: GongmunError,
): Promise<boolean> {
  if (error.kind === 'forbidden' || verdict === 'not_found') return true;
  if (error.kind !== 'not_found' || verdict !== undefined) return false;
  return (await findSubmission(withinReach(db, EVERYTHING), submissionId)) !== undefined;
}
