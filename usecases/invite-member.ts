import { v7 as uuid } from 'uuid';
import {
  acceptInvitation as accept,
  findInvitation,
  insertInvitation,
  lockByToken,
  openInvitations,
} from '../db/invitation-store';
import { insertMail } from '../db/mail-store';
import { listMembers, lockOrganisation, writeMembership } from '../db/organisation-store';
import { sha256 } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import { ORGANISATION_ROLES, type OrganisationRole } from '../domain/organisation';
import type { Actor } from '../domain/permissions';
import { readTrackingCode } from '../domain/tracking-code';
import type { Language } from '../domain/words';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { newTrackingCode } from './new-tracking-code';
import { requireOrganisationRole } from './organisation-role';
import {
  type InvitationView,
  type OrganisationView,
  readOrganisation,
  viewInvitation,
} from './read-organisation';
import { recordAct } from './record-act';
import { idIn } from './resource';
import { notFound } from './take-command';

const VALID_MS = 7 * 86_400_000;
/** Whoever manages an organisation shall not be able to mail the world. */
const MOST_OPEN = 50;

/**
 * Asks somebody in, by mail. The code that accepts goes out in that mail alone; here its digest stays.
 * @throws GongmunError not_found, `organisation.role_missing` (403), `invitation.too_many` (422)
 */
export async function inviteMember(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  wanted: { organisation: string; email: string; language: Language; roles: OrganisationRole[] },
): Promise<InvitationView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const { name, number } = await requireOrganisationRole(tx, actor, wanted.organisation, 'manage');
    const at = deps.now();
    if ((await openInvitations(tx, number, at)).length >= MOST_OPEN)
      throw new GongmunError(
        'unprocessable',
        'invitation.too_many',
        `At most ${MOST_OPEN} invitations are open at a time.`,
      );
    const id = uuid();
    const token = newTrackingCode();
    await insertInvitation(tx, {
      ...{ id, organisation: number, roles: wanted.roles, tokenHash: sha256(token) },
      ...{ invitedBy: actor.person, invitedAt: at, expiresAt: new Date(at.getTime() + VALID_MS) },
    });
    const content = { to: wanted.email, language: wanted.language, about: name, token };
    await insertMail(tx, deps.cipher, { kind: 'invitation', subject: id, at, content });
    const resource = `organisation_invitation:${id}`;
    const subjects = [number, id, ...wanted.roles];
    await recordAct(tx, request, { resource, action: 'invite_member', capacity: 'party', subjects, at });
    return resource;
  });
  const invitation = await findInvitation(deps.db, idIn(resource, 'organisation_invitation'));
  if (invitation === undefined) throw notFound();
  return viewInvitation(invitation);
}

/**
 * Whoever holds the code becomes a member, once; who is one already gains the roles.
 * @throws GongmunError `invitation.unknown` (404), `invitation.over` (410)
 */
export async function acceptInvitation(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  typed: string,
): Promise<OrganisationView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const token = readTrackingCode(typed);
    const invitation = token === undefined ? undefined : await lockByToken(tx, sha256(token));
    if (invitation === undefined)
      throw new GongmunError('not_found', 'invitation.unknown', 'There is no invitation with this code.');
    const at = deps.now();
    if (invitation.endedAt !== null || invitation.expiresAt <= at)
      throw new GongmunError('gone', 'invitation.over', 'This invitation can no longer be accepted.');
    const organisation = await lockOrganisation(tx, invitation.organisation);
    if (organisation === undefined) throw notFound();
    const before = await listMembers(tx, organisation.number);
    const held = before.find(({ person }) => person === actor.person)?.roles ?? [];
    const roles = ORGANISATION_ROLES.filter((role) => [...held, ...invitation.roles].includes(role));
    await accept(tx, invitation.id, actor.person, at);
    await writeMembership(tx, organisation.number, {
      representative: organisation.representative,
      members: [...before.filter(({ person }) => person !== actor.person), { person: actor.person, roles }],
    });
    const resource = `organisation_joined:${organisation.number}`;
    const subjects = [organisation.number, invitation.id, ...roles];
    await recordAct(tx, request, { resource, action: 'join_organisation', capacity: 'party', subjects, at });
    return resource;
  });
  return readOrganisation(deps, actor, idIn(resource, 'organisation_joined'));
}
