import type { Tx } from '../db/knex';
import { listMembers, type OrganisationRow, writeMembership } from '../db/organisation-store';
import { insertServiceAccount } from '../db/person-store';
import { GongmunError } from '../domain/errors';
import {
  changeMembership as change,
  type MembershipChange,
  type MembershipRefusal,
  ORGANISATION_ROLES,
  type OrganisationRole,
} from '../domain/organisation';
import type { Actor } from '../domain/permissions';
import { isServiceAccount } from '../domain/service-account';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { requireOrganisationRole } from './organisation-role';
import { type OrganisationView, readOrganisation } from './read-organisation';
import { recordAct } from './record-act';
import { idIn } from './resource';

/** What changes, in which organisation, and the version of it that the actor saw. */
interface Asked {
  organisation: string;
  version: number;
}

/**
 * What a member may do from now on, and who represents the organisation; takes in a service account.
 * @throws GongmunError not_found, `organisation.role_missing` (403), `organisation.changed` (412), and the refusals of
 *   `domain/organisation.ts` (409, 422)
 */
export async function setMembership(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  wanted: Asked & { person: string; roles: OrganisationRole[]; as: 'member' | 'representative' },
): Promise<OrganisationView> {
  const { person, roles, as } = wanted;
  const { resource } = await idempotently(deps, request, async (tx) => {
    const organisation = await requireOrganisationRole(tx, actor, wanted.organisation, 'manage');
    const resource = `organisation:${organisation.number}`;
    await write(tx, organisation, wanted.version, { what: 'roles', person, roles, as });
    await recordAct(tx, request, {
      resource,
      action: 'set_membership',
      capacity: 'party',
      subjects: [wanted.organisation, person, as, ...roles],
      at: deps.now(),
    });
    return resource;
  });
  return readOrganisation(deps, actor, idIn(resource, 'organisation'));
}

/**
 * A member leaves; a manager removes one. What was sent for the organisation stays the organisation's.
 * @throws GongmunError as `setMembership`
 */
export async function leaveOrganisation(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  wanted: Asked & { person?: string | undefined },
): Promise<{ organisation: string; person: string }> {
  const person = wanted.person ?? actor.person;
  const { resource } = await idempotently(deps, request, async (tx) => {
    const own = person === actor.person;
    const needed = own ? ORGANISATION_ROLES : (['manage'] as const);
    const organisation = await requireOrganisationRole(tx, actor, wanted.organisation, ...needed);
    await write(tx, organisation, wanted.version, { what: 'departure', person });
    const resource = `organisation_left:${wanted.organisation}`;
    await recordAct(tx, request, {
      resource,
      action: own ? 'leave_organisation' : 'remove_member',
      capacity: 'party',
      subjects: [wanted.organisation, person],
      at: deps.now(),
    });
    return resource;
  });
  return { organisation: idIn(resource, 'organisation_left'), person };
}

const WORDS: Record<MembershipRefusal, string> = {
  'member.unknown': 'This person is no member: invite them first.',
  'member.service_account':
    'A service account sends and reads. People manage the organisation and represent it.',
  'organisation.needs_manager':
    'Somebody has to manage the organisation: give another member the role first.',
  'organisation.needs_representative': 'Make another member the representative first.',
};

async function write(
  tx: Tx,
  { number, version, representative }: OrganisationRow,
  seen: number,
  wanted: MembershipChange,
): Promise<void> {
  if (seen !== version)
    throw new GongmunError(
      'precondition_failed',
      'organisation.changed',
      'Who is a member has changed since you read it. Read it again and decide anew.',
      { members: { version } },
    );
  const members = (await listMembers(tx, number)).map(({ person, roles }) => ({ person, roles }));
  const changed = change({ representative, members }, wanted);
  if (!changed.ok) {
    const code = changed.refusal;
    const kind = code.startsWith('member.') ? 'unprocessable' : 'conflict';
    throw new GongmunError(kind, code, WORDS[code]);
  }
  if (isServiceAccount(wanted.person)) await insertServiceAccount(tx, wanted.person);
  await writeMembership(tx, number, changed.after);
}
