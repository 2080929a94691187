import { listMembers as listRows } from '../db/member-store';
import { GongmunError } from '../domain/errors';
import { type Actor, mayAct, type OfficeRole } from '../domain/permissions';
import type { Deps } from './deps';
import { notFound } from './take-command';

export interface MemberView {
  person: string;
  name: string;
  roles: OfficeRole[];
  delegations: { to: string; name: string; from: string; until: string; inForce: boolean }[];
}

/**
 * Who works in an office and with which roles, for its officials: so that a colleague is chosen by name. Names alone,
 * no addresses.
 * @throws GongmunError not_found, forbidden
 */
export async function listMembers(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  office: string,
): Promise<MemberView[]> {
  const now = deps.now();
  const members = await listRows(deps.db, office, now);
  if (members === undefined) throw notFound();
  if (!mayAct(actor, 'read_members', office))
    throw new GongmunError(
      'forbidden',
      'permission.denied',
      'Only officials of the office see who works there.',
    );
  return members.map((member) => ({
    ...member,
    delegations: member.delegations.map(({ from, until, ...to }) => ({
      ...to,
      from: from.toISOString(),
      until: until.toISOString(),
      inForce: from <= now,
    })),
  }));
}
