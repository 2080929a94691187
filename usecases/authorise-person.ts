import { v7 as uuid } from 'uuid';
import {
  type AuthorisationRow,
  findAuthorisation,
  insertAuthorisation,
  listAuthorisations as listRows,
  lockAuthorisation,
  revokeAuthorisation as revoke,
} from '../db/authorisation-store';
import { isInForce } from '../db/form-store';
import type { Tx } from '../db/knex';
import { findActor } from '../db/person-store';
import { isCounterParty } from '../domain/counter-party';
import { type Fault, GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { requireOrganisationRole } from './organisation-role';
import { decodeCursor, isId, type Page, toPage } from './page';
import { recordAct } from './record-act';
import { idIn } from './resource';
import { notFound } from './take-command';

export interface AuthorisationView {
  id: string;
  /** Who gave it; of a person the name too, for whoever holds it. */
  person: string | null;
  personName: string | null;
  organisation: string | null;
  /** Who may act. */
  to: string;
  form: string | null;
  from: string;
  until: string;
  inForce: boolean;
  givenBy: string;
  givenAt: string;
  revokedBy: string | null;
  revokedAt: string | null;
}

export interface WantedAuthorisation {
  to: string;
  organisation?: string | undefined;
  form?: string | undefined;
  from: string;
  until: string;
}

/**
 * A party lets a person act for it: send, supplement, withdraw, read what it sent, by one form or by all, for a time. Each
 * act is asked anew whether it still may, and its evidence names both.
 * @throws GongmunError not_found and `organisation.role_missing` (403) of an organisation, `authorisation.to_oneself`,
 *   `authorisation.person_unknown`, `authorisation.form_unknown`, `authorisation.over` (422)
 */
export async function authorisePerson(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  wanted: WantedAuthorisation,
): Promise<AuthorisationView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const organisation = wanted.organisation ?? null;
    if (organisation !== null) await requireOrganisationRole(tx, actor, organisation, 'manage');
    const at = deps.now();
    await check(tx, actor, wanted, at);
    const id = uuid();
    const person = organisation === null ? actor.person : null;
    await insertAuthorisation(tx, {
      ...{ id, person, organisation, delegate: wanted.to, form: wanted.form ?? null },
      ...{ startsAt: new Date(wanted.from), endsAt: new Date(wanted.until) },
      ...{ givenBy: actor.person, givenAt: at },
    });
    const resource = `authorisation:${id}`;
    const subjects = [id, organisation ?? actor.person, wanted.to];
    await recordAct(tx, request, { resource, action: 'authorise_person', capacity: 'party', subjects, at });
    return resource;
  });
  return shown(deps, idIn(resource, 'authorisation'));
}

async function check(tx: Tx, actor: Actor, wanted: WantedAuthorisation, at: Date): Promise<void> {
  if (wanted.to === actor.person && wanted.organisation === undefined)
    throw refused('/to', 'authorisation.to_oneself', 'One acts for oneself without being authorised.');
  if (isCounterParty(wanted.to) || (await findActor(tx, wanted.to, at)) === undefined)
    throw refused('/to', 'authorisation.person_unknown', 'Nobody with this id has signed in here yet.');
  if (wanted.form !== undefined && (await isInForce(tx, wanted.form)) === undefined)
    throw refused('/form', 'authorisation.form_unknown', 'There is no such form.');
  if (new Date(wanted.until) <= at)
    throw refused('/until', 'authorisation.over', 'This time is over already.');
}

/**
 * Ended before its time: by the party, by a manager of the organisation, by whoever holds it.
 * @throws GongmunError not_found, `organisation.role_missing` (403), `authorisation.over` (409)
 */
export async function revokeAuthorisation(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  id: string,
): Promise<AuthorisationView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const row = await lockAuthorisation(tx, id);
    if (row === undefined) throw notFound();
    const own = [row.person, row.delegate].includes(actor.person);
    if (!own && row.organisation === null) throw notFound();
    if (!own) await requireOrganisationRole(tx, actor, row.organisation ?? '', 'manage');
    const at = deps.now();
    if (row.revokedAt !== null || row.endsAt <= at)
      throw new GongmunError('conflict', 'authorisation.over', 'This authorisation has ended already.');
    await revoke(tx, id, actor.person, at);
    const resource = `authorisation_revocation:${id}`;
    const action = 'revoke_authorisation';
    await recordAct(tx, request, { resource, action, capacity: 'party', subjects: [id], at });
    return resource;
  });
  return shown(deps, idIn(resource, 'authorisation_revocation'));
}

/** What the actor gave, holds, or gave for organisations. */
export async function listAuthorisations(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  asked: { cursor?: string | undefined; limit: number },
): Promise<Page<AuthorisationView>> {
  const after = decodeCursor(asked.cursor, isId);
  const rows = await listRows(deps.db, actor.person, { after, limit: asked.limit + 1 });
  const now = deps.now();
  return toPage(
    rows,
    asked.limit,
    (row) => view(row, now),
    ({ id }) => id,
  );
}

async function shown(deps: Pick<Deps, 'db' | 'now'>, id: string): Promise<AuthorisationView> {
  const row = await findAuthorisation(deps.db, id);
  if (row === undefined) throw notFound();
  return view(row, deps.now());
}

function view(row: AuthorisationRow, now: Date): AuthorisationView {
  const { delegate: to, startsAt, endsAt, ...rest } = row;
  return {
    ...rest,
    to,
    from: startsAt.toISOString(),
    until: endsAt.toISOString(),
    inForce: row.revokedAt === null && startsAt <= now && now < endsAt,
    givenAt: row.givenAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

function refused(pointer: string, code: string, detail: string): GongmunError {
  const fault: Fault = { pointer, code, detail };
  return new GongmunError('unprocessable', code, detail, { faults: [fault] });
}
