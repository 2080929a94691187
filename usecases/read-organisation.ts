import { listOwnClaims } from '../db/claim-store';
import { type InvitationRow, openInvitations } from '../db/invitation-store';
import {
  findOrganisation,
  listMembers,
  listOwnOrganisations as listRows,
  type MemberRow,
  type OwnOrganisation,
} from '../db/organisation-store';
import type { Confirmation } from '../domain/organisation';
import type { Actor } from '../domain/permissions';
import type { Words } from '../domain/words';
import type { Deps } from './deps';
import { notFound } from './take-command';
import { type ClaimView, viewClaim } from './view-claim';

export interface OrganisationView {
  number: string;
  name: Words;
  representative: string | null;
  version: number;
  confirmedHow: Confirmation;
  confirmedAt: string | null;
  members: MemberRow[];
  /** Those that may still be accepted; shown to managers. */
  invitations: InvitationView[];
}

export interface InvitationView {
  id: string;
  organisation: string;
  roles: string[];
  invitedBy: string;
  invitedAt: string;
  expiresAt: string;
}

export const viewInvitation = (row: InvitationRow): InvitationView => ({
  id: row.id,
  organisation: row.organisation,
  roles: row.roles,
  invitedBy: row.invitedBy,
  invitedAt: row.invitedAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});

/** Who is in it, for its members. @throws GongmunError not_found */
export async function readOrganisation(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  number: string,
): Promise<OrganisationView> {
  const organisation = await findOrganisation(deps.db, number);
  const members = await listMembers(deps.db, number);
  const own = members.find(({ person }) => person === actor.person);
  if (organisation === undefined || own === undefined) throw notFound();
  const { confirmedBy: _, ...shown } = organisation;
  const invitations = own.roles.includes('manage') ? await openInvitations(deps.db, number, deps.now()) : [];
  return {
    ...shown,
    confirmedAt: organisation.confirmedAt?.toISOString() ?? null,
    members,
    invitations: invitations.map(viewInvitation),
  };
}

/** What the actor is a member of, and what the actor has claimed. */
export async function listOrganisations(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
): Promise<{ items: OwnOrganisation[]; claims: ClaimView[] }> {
  const [items, claims] = await Promise.all([
    listRows(deps.db, actor.person),
    listOwnClaims(deps.db, actor.person),
  ]);
  return { items, claims: claims.map(viewClaim) };
}
