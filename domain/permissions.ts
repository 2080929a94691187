import { isCounterParty } from './counter-party';
import { covers, type Mandate } from './mandate';
import { officeOfParty } from './office-party';
import { isServiceAccount } from './service-account';

/** `records_system` is no person: the system in which an office keeps its own records. */
export const OFFICE_ROLES = ['registrar', 'handler', 'approver', 'office_admin', 'records_system'] as const;
export type OfficeRole = (typeof OFFICE_ROLES)[number];

export const GRANTS = ['auditor', 'operator', 'form_admin'] as const;
export type Grant = (typeof GRANTS)[number];

/** Who acts: the person the token names, with what the directory says of them at this moment. */
export interface Actor {
  person: string;
  name: string;
  email: string | null;
  language: 'ko' | 'en';
  memberships: Membership[];
  /** The organisations whose documents the actor reads. */
  organisations: string[];
  /** Those of them for which the actor may send and act. */
  sendsFor: string[];
  /** What parties have authorised the actor to do for them. */
  mandates: Mandate[];
  /** Registration numbers that the identity provider vouches for in this very token. */
  vouchedFor: string[];
  grants: Grant[];
}

export interface Membership {
  office: string;
  roles: OfficeRole[];
  /** The colleague whose roles these are, given to the actor for a time; absent where they are the actor's own. */
  for?: string;
}

/**
 * What somebody is to a submission, or to the system where no submission is in question. `sender` is the party where it
 * may act: of an organisation those members who submit. Everybody is either a `person` or a `service_account`.
 */
export type Relation = 'person' | 'service_account' | 'party' | 'sender' | 'involved' | OfficeRole | Grant;

/** What an official may be in an office. */
const OFFICIAL = [
  'registrar',
  'handler',
  'approver',
  'office_admin',
] as const satisfies readonly OfficeRole[];

/** What a program does by itself for the organisations that took it in; the rest of what anybody may do is for people. */
const ANYBODY = ['person', 'service_account'] as const satisfies readonly Relation[];

/**
 * Which relation may do what; what is not listed is refused, and an action that a route names without a line here
 * stops start-up.
 */
export const PERMISSIONS = {
  upload: ANYBODY,
  submit: ANYBODY,
  list_own: ANYBODY,
  /** One's own; nobody else sees them. */
  keep_drafts: ['person'],
  keep_notice_settings: ['person'],
  /** The party, and whom it has authorised: into a draft of one's own. */
  copy_submission: ['sender'],
  read_submission: ['party', ...OFFICIAL, 'records_system', 'involved', 'auditor'],
  read_content: ['party', ...OFFICIAL, 'records_system', 'involved'],
  read_receipts: ['party', ...OFFICIAL, 'auditor'],
  read_commands: ['party', ...OFFICIAL, 'records_system', 'involved', 'auditor'],
  read_decision: ['party', ...OFFICIAL],
  read_timeline: ['party', ...OFFICIAL, 'auditor'],
  read_versions: ['party', ...OFFICIAL, 'involved'],
  read_readers: ['party'],
  read_notes: [...OFFICIAL, 'auditor'],
  write_note: [...OFFICIAL],
  read_desk: [...OFFICIAL],
  keep_desk_views: [...OFFICIAL],
  delegate: [...OFFICIAL],
  read_delegations: [...OFFICIAL],
  withdraw: ['sender'],
  acknowledge: ['sender'],
  supplement: ['sender'],
  request_supplement_extension: ['sender'],
  request_progress: ['sender'],
  open: [...OFFICIAL, 'involved'],
  assign: ['registrar', 'approver', 'office_admin'],
  reassign: ['registrar', 'approver', 'office_admin'],
  return_to_sender: ['registrar', 'handler', 'approver'],
  involve: ['registrar', 'handler', 'approver'],
  contribute: ['involved'],
  request_supplement: ['handler', 'approver'],
  request_resend: ['registrar', 'handler', 'approver'],
  suspend: ['handler', 'approver'],
  resume: ['handler', 'approver'],
  extend: ['handler', 'approver'],
  transfer: ['registrar', 'handler', 'approver'],
  decide: ['handler', 'approver', 'records_system'],
  approve: ['handler', 'approver'],
  send_back: ['handler', 'approver', 'office_admin'],
  correct: ['handler', 'approver'],
  read_filings: ['records_system'],
  confirm_filing: ['records_system'],
  take_in: ['registrar'],
  act_for_sender: ['registrar', 'handler', 'approver'],
  link: [...OFFICIAL],
  read_links: [...OFFICIAL, 'auditor'],
  draft_document: ['registrar', 'handler', 'approver'],
  read_document: [...OFFICIAL, 'auditor'],
  agree_document: ['handler', 'approver'],
  send_back_document: [...OFFICIAL],
  dispatch_document: ['registrar', 'handler', 'approver'],
  recall_document: ['registrar', 'handler', 'approver'],
  read_mailbox: ANYBODY,
  read_members: [...OFFICIAL],
  read_ladder: [...OFFICIAL, 'auditor'],
  set_ladder: ['office_admin'],
  read_reader_policy: [...OFFICIAL, 'auditor'],
  set_reader_policy: ['office_admin'],
  /** For every office. */
  declare_holiday: ['form_admin'],
  declare_office_holiday: ['office_admin'],
  publish_form: ['form_admin', 'office_admin'],
  claim_organisation: ['person'],
  read_own_organisations: ANYBODY,
  join_organisation: ['person'],
  /** Within the organisation the member's role decides. */
  read_organisation: ANYBODY,
  manage_organisation: ['person'],
  /** Of an organisation its managers, of an office its administrators. */
  keep_webhooks: ['person'],
  /** For oneself, or as a manager for an organisation. */
  authorise_person: ['person'],
  read_organisation_claims: ['office_admin', 'operator', 'auditor'],
  settle_organisation_claim: ['office_admin', 'operator'],
  hold: ['registrar', 'approver', 'office_admin'],
  release_hold: ['approver', 'office_admin'],
  review_disposal: ['approver', 'office_admin'],
  confirm_transfer: ['registrar', 'approver', 'office_admin'],
  read_disposals: [...OFFICIAL, 'auditor'],
  answer_survey: ['sender'],
  read_survey: [...OFFICIAL],
  handle_survey: [...OFFICIAL],
  read_audit: ['auditor'],
  read_procedure: ['auditor', 'operator'],
  /** Sees the parts, and has sent again what failed. */
  operate: ['operator'],
} as const satisfies Record<string, readonly Relation[]>;

export type Action = keyof typeof PERMISSIONS;

/** What the rules need to know of the submission in question. */
export interface Subject {
  partyPerson: string;
  partyOrganisation: string | null;
  /** Null of a letter. */
  form: string | null;
  office: string | null;
  /** Units that were asked to contribute. */
  involved: readonly string[];
}

export type Verdict = 'allowed' | 'forbidden' | 'not_found';

/**
 * Whether the actor may do `action` to `subject`. Who has no relation to a submission at all is told that there is
 * none (`not_found`), who has one that does not suffice is told so (`forbidden`).
 */
export function authorise(actor: Actor, action: Action, subject: Subject): Verdict {
  const relations = relationsTo(actor, subject);
  const needed = neededFor(action, subject);
  if (needed.some((relation) => relations.has(relation))) return 'allowed';
  const related = ['party', 'involved', ...OFFICE_ROLES, 'auditor', 'operator'] as const;
  return related.some((relation) => relations.has(relation)) ? 'forbidden' : 'not_found';
}

/** What the party alone may do an official writes down for a sender at the counter, who cannot sign in. */
function neededFor(action: Action, subject: Subject): readonly Relation[] {
  const needed: readonly Relation[] = PERMISSIONS[action];
  const forParty = needed.every((relation) => relation === 'party' || relation === 'sender');
  return forParty && isCounterParty(subject.partyPerson) ? PERMISSIONS.act_for_sender : needed;
}

/** As `authorise`, for what concerns no submission; `office` narrows an official's action to one office. */
export function mayAct(actor: Actor, action: Action, office?: string): boolean {
  const needed: readonly Relation[] = PERMISSIONS[action];
  const held = new Set<Relation>([kindOf(actor), ...actor.grants]);
  for (const membership of actor.memberships) {
    if (office === undefined || membership.office === office)
      for (const role of membership.roles) held.add(role);
  }
  return needed.some((relation) => held.has(relation));
}

/**
 * As `authorise`, for what an office keeps to itself: who has no part in it is told that there is nothing. An auditor sees
 * what offices have, so that an act is refused and not denied to exist.
 */
export function authoriseInOffice(actor: Actor, action: Action, office: string): Verdict {
  if (mayAct(actor, action, office)) return 'allowed';
  return rolesIn(actor, office).length > 0 || actor.grants.includes('auditor') ? 'forbidden' : 'not_found';
}

/**
 * For whom the actor does it: a colleague whose delegation is in force, in the office that has the submission or in the one
 * that is its party; a party that authorised the actor; undefined where the actor's own standing suffices (then the act is
 * the actor's own) and where nothing does.
 */
export function actsFor(actor: Actor, action: Action, subject: Subject): string | undefined {
  if (authorise({ ...withoutDelegations(actor), mandates: [] }, action, subject) === 'allowed')
    return undefined;
  const needed = neededFor(action, subject);
  const forParty = needed.some((relation) => relation === 'party' || relation === 'sender');
  if (forParty && holdsMandate(actor, subject)) return subject.partyOrganisation ?? subject.partyPerson;
  const partyOffice = officeOfParty(subject.partyPerson);
  const lender = forParty && partyOffice !== undefined ? lenderOf(actor, OFFICIAL, partyOffice) : undefined;
  return lender ?? lenderOf(actor, needed, subject.office);
}

/** As `actsFor`, for what concerns an office and no submission. */
export function actsInOfficeFor(actor: Actor, action: Action, office: string): string | undefined {
  if (mayAct(withoutDelegations(actor), action, office)) return undefined;
  return lenderOf(actor, PERMISSIONS[action], office);
}

const kindOf = ({ person }: Actor): Relation => (isServiceAccount(person) ? 'service_account' : 'person');

function lenderOf(actor: Actor, needed: readonly Relation[], office: string | null): string | undefined {
  const lent = actor.memberships.filter((one) => one.for !== undefined && one.office === office);
  return lent.find(({ roles }) => roles.some((role) => needed.includes(role)))?.for;
}

/** What is lent is not lent on: whoever gives or takes back roles does so with their own alone. */
export function withoutDelegations(actor: Actor): Actor {
  return { ...actor, memberships: actor.memberships.filter((membership) => membership.for === undefined) };
}

/** The roles the actor has in one office, own and lent; empty for a stranger. */
export function rolesIn(actor: Actor, office: string | null): OfficeRole[] {
  return actor.memberships.filter((membership) => membership.office === office).flatMap(({ roles }) => roles);
}

/** Whether the actor is an official of the office; a records system is none. */
export function worksIn(actor: Actor, office: string): boolean {
  return rolesIn(actor, office).some((role) => OFFICIAL.some((official) => official === role));
}

export const isParty = (actor: Actor, subject: Subject): boolean =>
  belongsToParty(actor, subject, actor.organisations);

/** Whether the party has authorised the actor, for this form and at this moment. */
export const holdsMandate = (actor: Actor, subject: Subject): boolean =>
  actor.mandates.some((mandate) => covers(mandate, subject));

/** The party, or whom it has authorised: they see what it sees. A reading by the latter is recorded. */
export const standsForParty = (actor: Actor, subject: Subject): boolean =>
  isParty(actor, subject) || holdsMandate(actor, subject);

/** Whether the actor is the party, or of an organisation one who submits for it. */
const isSender = (actor: Actor, subject: Subject): boolean => belongsToParty(actor, subject, actor.sendsFor);

function belongsToParty(actor: Actor, subject: Subject, organisations: string[]): boolean {
  const office = officeOfParty(subject.partyPerson);
  if (office !== undefined) return worksIn(actor, office);
  return subject.partyOrganisation === null
    ? subject.partyPerson === actor.person
    : organisations.includes(subject.partyOrganisation);
}

function relationsTo(actor: Actor, subject: Subject): Set<Relation> {
  const relations = new Set<Relation>([kindOf(actor)]);
  if (standsForParty(actor, subject)) relations.add('party');
  if (isSender(actor, subject) || holdsMandate(actor, subject)) relations.add('sender');
  for (const role of rolesIn(actor, subject.office)) relations.add(role);
  if (subject.involved.some((office) => worksIn(actor, office))) relations.add('involved');
  for (const grant of actor.grants) relations.add(grant);
  return relations;
}
