import { v7 as uuid } from 'uuid';
import { insertAuditEntry } from '../db/audit-store';
import { findDelegation, insertDelegation } from '../db/delegation-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import { findRoles } from '../db/office-store';
import { GongmunError } from '../domain/errors';
import { type Actor, rolesIn, withoutDelegations } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { idIn, recordOf } from './resource';
import { notFound } from './take-command';
import { type DelegationView, viewDelegation } from './view-delegation';

export interface WantedDelegation {
  office: string;
  /** Who is to act with the roles. */
  to: string;
  from: string;
  until: string;
  /** Whose roles they are, where not the actor's. */
  person?: string | undefined;
}

/**
 * Gives the roles that the actor has in an office to a colleague there, for a time; an office_admin may do so for
 * another member. What the colleague may then do follows the giver's roles of each moment.
 * @throws GongmunError `delegation.office_unknown` (404), `permission.denied` (403), `delegation.not_a_member`,
 *   `delegation.to_oneself` and `delegation.over` (422)
 */
export async function delegateRoles(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  wanted: WantedDelegation,
): Promise<DelegationView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const { office, to } = wanted;
    const person = wanted.person ?? actor.person;
    requireRight(actor, office, person);
    // Nor may an administrator take up somebody's roles by giving them to themselves.
    if (to === person || to === actor.person)
      throw refused('/to', 'delegation.to_oneself', 'Roles are given to somebody else, not to oneself.');
    await requireMember(tx, office, person, '/person');
    await requireMember(tx, office, to, '/to');
    const at = deps.now();
    const endsAt = new Date(wanted.until);
    if (endsAt <= at) throw refused('/until', 'delegation.over', 'This time is over already.');
    const id = uuid();
    const given = { id, office, person, delegate: to, startsAt: new Date(wanted.from), endsAt };
    await insertDelegation(tx, { ...given, givenBy: actor.person, givenAt: at });
    const resource = `delegation:${id}`;
    await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
    await insertAuditEntry(tx, {
      at,
      actor: actor.person,
      capacity: 'official',
      action: 'delegate',
      submissionId: null,
      subjects: [id],
      requestId: request.requestId,
    });
    return resource;
  });
  const row = await findDelegation(deps.db, idIn(resource, 'delegation'));
  if (row === undefined) throw notFound();
  return viewDelegation(row, deps.now());
}

/** Lent roles give no right to lend. */
function requireRight(actor: Actor, office: string, person: string): void {
  const roles = rolesIn(withoutDelegations(actor), office);
  if (roles.length === 0)
    throw new GongmunError(
      'not_found',
      'delegation.office_unknown',
      'There is no such office, or it is not yours.',
    );
  if (person !== actor.person && !roles.includes('office_admin'))
    throw new GongmunError(
      'forbidden',
      'permission.denied',
      'Only an administrator of the office gives the roles of somebody else.',
    );
}

async function requireMember(tx: Tx, office: string, person: string, pointer: string): Promise<void> {
  if ((await findRoles(tx, office, person)).length > 0) return;
  throw refused(pointer, 'delegation.not_a_member', 'This person is no member of the office.');
}

function refused(pointer: string, code: string, detail: string): GongmunError {
  return new GongmunError('unprocessable', code, detail, { faults: [{ pointer, code, detail }] });
}
