import { insertAuditEntry, insertRefusal } from '../db/audit-store';
import type { Db, Tx } from '../db/knex';
import { findSubmission, type SubmissionRow } from '../db/submission-store';
import { GongmunError } from '../domain/errors';
import type { Capacity } from '../domain/evidence';
import {
  type Action,
  type Actor,
  actsFor,
  authorise,
  isParty,
  rolesIn,
  type Verdict,
} from '../domain/permissions';
import type { Deps } from './deps';
import { notFound } from './take-command';

/** Who reads what, and in the course of which request. */
export interface Reading {
  submissionId: string;
  action: Action;
  requestId: string;
}

/**
 * The submission, if the actor may do `action` to it. A reading by anyone but the party is recorded in the same
 * transaction, before a byte leaves; where it cannot be recorded it is refused.
 * @throws GongmunError not_found, forbidden
 */
export async function accessSubmission<T>(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  reading: Reading,
  read: (row: SubmissionRow, tx: Db | Tx) => Promise<T>,
): Promise<T> {
  let verdict: Verdict | undefined;
  try {
    return await deps.db.transaction(async (tx) => {
      const row = await findSubmission(tx, reading.submissionId);
      if (row === undefined) throw notFound();
      verdict = authorise(actor, reading.action, row);
      if (verdict === 'not_found') throw notFound();
      if (verdict === 'forbidden')
        throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this.');
      if (!isParty(actor, row)) {
        await insertAuditEntry(tx, {
          at: deps.now(),
          actor: actor.person,
          onBehalfOf: actsFor(actor, reading.action, row),
          capacity: capacityOf(actor, row),
          action: reading.action,
          submissionId: row.id,
          requestId: reading.requestId,
        });
      }
      return read(row, tx);
    });
  } catch (error) {
    // A submission that does not exist is nobody's to be refused; that somebody asked for another's is recorded.
    if (error instanceof GongmunError && (verdict === 'not_found' || error.kind === 'forbidden')) {
      await insertRefusal(deps.db, {
        at: deps.now(),
        submissionId: reading.submissionId,
        kind: reading.action,
        actor: actor.person,
        code: error.code,
        state: null,
        requestId: reading.requestId,
      });
    }
    throw error;
  }
}

export function capacityOf(actor: Actor, row: SubmissionRow): Capacity {
  if (isParty(actor, row)) return 'party';
  const units = [row.office, ...row.involved];
  if (units.some((office) => rolesIn(actor, office).length > 0)) return 'official';
  return actor.grants.includes('auditor') ? 'auditor' : 'operator';
}
