import type { Tx } from '../db/knex';
import { findRoles, lockOrganisation, type OrganisationRow } from '../db/organisation-store';
import { GongmunError } from '../domain/errors';
import type { OrganisationRole } from '../domain/organisation';
import type { Actor } from '../domain/permissions';
import { notFound } from './take-command';

/**
 * The organisation under its lock, where the actor holds one of the roles in it now. Who is no member is told that there
 * is none.
 * @throws GongmunError not_found, `organisation.role_missing` (403)
 */
export async function requireOrganisationRole(
  tx: Tx,
  actor: Actor,
  number: string,
  ...roles: OrganisationRole[]
): Promise<OrganisationRow> {
  const organisation = await lockOrganisation(tx, number);
  const held = await findRoles(tx, number, actor.person);
  if (organisation === undefined || held.length === 0) throw notFound();
  if (roles.some((role) => held.includes(role))) return organisation;
  throw new GongmunError(
    'forbidden',
    'organisation.role_missing',
    `Only a member with the role "${roles.join('" or "')}" may do this for the organisation.`,
  );
}
