import type { Actor } from '../domain/permissions';
import { clientOf } from '../domain/service-account';
import type { Words } from '../domain/words';
import type { Db, Tx } from './knex';

export interface Person {
  id: string;
  name: string;
  email: string | null;
  language: 'ko' | 'en';
}

/** What a token says of the moment is not in the directory. */
type KnownActor = Omit<Actor, 'vouchedFor'>;

/**
 * The person with what the directory says of them now, and with the roles that colleagues gave them for a time that
 * `at` lies in: as long as both belong to the office, and only what the colleague holds now; what a records system may
 * do is lent to nobody. One query, for every request begins with it. Undefined for somebody never seen before.
 */
export async function findActor(db: Db | Tx, person: string, at: Date): Promise<KnownActor | undefined> {
  const { rows } = await db.raw(
    `SELECT p.id AS person, p.name, p.email, p.language,
       ARRAY(SELECT m.organisation FROM organisation_members m
         WHERE m.person = p.id AND m.roles && '{read,submit}') AS organisations,
       ARRAY(SELECT m.organisation FROM organisation_members m
         WHERE m.person = p.id AND 'submit' = ANY (m.roles)) AS "sendsFor",
       COALESCE((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'person', a.person, 'organisation', a.organisation,
           'name', (SELECT g.name FROM people g WHERE g.id = a.person),
           'form', a.form) ORDER BY a.id)
         FROM authorisations a
         WHERE a.delegate = p.id AND a.starts_at <= :at AND a.ends_at > :at AND a.revoked_at IS NULL), '[]') AS mandates,
       ARRAY(SELECT g."grant" FROM grants g WHERE g.person = p.id) AS grants,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('office', m.office, 'roles', to_jsonb(m.roles)))
         FROM office_members m WHERE m.person = p.id), '[]')
       || COALESCE((SELECT jsonb_agg(jsonb_build_object('office', d.office, 'roles',
           to_jsonb(array_remove(lent.roles, 'records_system')), 'for', d.person) ORDER BY d.starts_at, d.id)
         FROM delegations d
         JOIN office_members lent ON lent.office = d.office AND lent.person = d.person
         JOIN office_members own ON own.office = d.office AND own.person = d.delegate
         WHERE d.delegate = p.id AND d.starts_at <= :at AND d.ends_at > :at AND d.revoked_at IS NULL), '[]')
       AS memberships
     FROM people p WHERE p.id = :person`,
    { person, at },
  );
  return rows[0];
}

/** Name, address and language are what the identity provider last said. */
export async function savePerson(db: Db | Tx, person: Person): Promise<void> {
  await db('people').insert(person).onConflict('id').merge();
}

/** Before it has ever come by itself. */
export async function insertServiceAccount(tx: Tx, id: string): Promise<void> {
  await tx('people')
    .insert({ id, name: clientOf(id), language: 'ko' })
    .onConflict('id')
    .ignore();
}

export async function findOrganisationName(db: Db | Tx, number: string): Promise<Words | undefined> {
  const row = await db('organisations').where({ number }).first('name');
  return row?.name;
}

export async function namesOfPeople(db: Db | Tx, people: readonly string[]): Promise<Map<string, string>> {
  const rows = await db('people').whereIn('id', people).select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}
