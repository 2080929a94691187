import { insertAuditEntry } from '../db/audit-store';
import {
  type DelegationRow,
  findDelegation,
  lockDelegation,
  revokeDelegation as revoke,
} from '../db/delegation-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { GongmunError } from '../domain/errors';
import { type Actor, rolesIn, withoutDelegations } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { idIn, recordOf } from './resource';
import { notFound } from './take-command';
import { type DelegationView, viewDelegation } from './view-delegation';

/**
 * Ends a delegation before its time: whose roles they are, and the administrators of the office.
 * @throws GongmunError not_found, `permission.denied` (403), `delegation.over` (409)
 */
export async function revokeDelegation(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  id: string,
): Promise<DelegationView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const row = await lockDelegation(tx, id);
    if (row === undefined) throw notFound();
    requireRight(actor, row);
    const at = deps.now();
    if (row.revokedAt !== null || row.endsAt <= at)
      throw new GongmunError('conflict', 'delegation.over', 'This delegation has ended already.');
    await revoke(tx, id, actor.person, at);
    const resource = `delegation_revocation:${id}`;
    await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
    await insertAuditEntry(tx, {
      at,
      actor: actor.person,
      capacity: 'official',
      action: 'revoke_delegation',
      submissionId: null,
      subjects: [id],
      requestId: request.requestId,
    });
    return resource;
  });
  const row = await findDelegation(deps.db, idIn(resource, 'delegation_revocation'));
  if (row === undefined) throw notFound();
  return viewDelegation(row, deps.now());
}

/** Who holds it sees it and cannot end it; for everybody else there is none. */
function requireRight(actor: Actor, { office, person, delegate, givenBy }: DelegationRow): void {
  const administers = rolesIn(withoutDelegations(actor), office).includes('office_admin');
  if (administers || person === actor.person) return;
  if (delegate !== actor.person && givenBy !== actor.person) throw notFound();
  throw new GongmunError(
    'forbidden',
    'permission.denied',
    'Whose roles they are ends it, or an administrator of the office.',
  );
}
