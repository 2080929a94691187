import { isServiceAccount } from './service-account';

/** What a member may do for an organisation: send and act, read, and decide who is a member and whom it trusts. */
export const ORGANISATION_ROLES = ['submit', 'read', 'manage'] as const;
export type OrganisationRole = (typeof ORGANISATION_ROLES)[number];

/** `waiting` for a confirmation; `disputed`: the number is somebody's already, an official says whose. */
export const CLAIM_STATUSES = ['waiting', 'confirmed', 'disputed', 'rejected'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** Who vouched that the number is the organisation's. */
export const CONFIRMATIONS = ['directory', 'identity_provider', 'official'] as const;
export type Confirmation = (typeof CONFIRMATIONS)[number];

/** As people write it, with hyphens or without. */
export const REGISTRATION_NUMBER = /^[0-9A-Za-z](?:[0-9A-Za-z-]{0,60}[0-9A-Za-z])?$/;

/** Two spellings of one number are one number; the database holds the same rule as a unique index. */
export const foldNumber = (number: string): string => number.toUpperCase().replace(/[^0-9A-Z]/g, '');

export interface Member {
  person: string;
  roles: OrganisationRole[];
}

export interface Membership {
  representative: string | null;
  members: Member[];
}

/** What a manager does to who is a member; a member leaves by itself too. */
export type MembershipChange =
  | { what: 'roles'; person: string; roles: OrganisationRole[]; as: 'member' | 'representative' }
  | { what: 'departure'; person: string };

export type MembershipRefusal =
  | 'member.unknown'
  | 'member.service_account'
  | 'organisation.needs_manager'
  | 'organisation.needs_representative';

/**
 * The membership after a change, or why there is none: an organisation always has somebody who answers for it and
 * somebody who manages it, or nobody could ever change it again. A service account is taken in by saying what it may do:
 * it cannot be asked by mail; it sends and reads, and answers for nothing.
 */
export function changeMembership(
  before: Membership,
  change: MembershipChange,
): { ok: true; after: Membership } | { ok: false; refusal: MembershipRefusal } {
  const isProgram = isServiceAccount(change.person);
  if (
    !before.members.some(({ person }) => person === change.person) &&
    !(isProgram && change.what === 'roles')
  )
    return { ok: false, refusal: 'member.unknown' };
  if (
    isProgram &&
    change.what === 'roles' &&
    (change.as === 'representative' || change.roles.includes('manage'))
  )
    return { ok: false, refusal: 'member.service_account' };
  const others = before.members.filter(({ person }) => person !== change.person);
  if (change.what === 'departure' && before.representative === change.person)
    return { ok: false, refusal: 'organisation.needs_representative' };
  const members =
    change.what === 'departure' ? others : [...others, { person: change.person, roles: change.roles }];
  if (!members.some(({ roles }) => roles.includes('manage')))
    return { ok: false, refusal: 'organisation.needs_manager' };
  if (change.what === 'departure') return { ok: true, after: { ...before, members } };
  if (change.as === 'member' && before.representative === change.person)
    return { ok: false, refusal: 'organisation.needs_representative' };
  const representative = change.as === 'representative' ? change.person : before.representative;
  return { ok: true, after: { representative, members } };
}
