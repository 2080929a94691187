import type { Actor } from '../domain/permissions';
import type { Db, Tx } from './knex';

export interface Person {
  id: string;
  name: string;
  email: string | null;
  language: 'ko' | 'en';
}

/** The person with what the directory says of them now; undefined for somebody never seen before. */
export async function findActor(db: Db | Tx, person: string): Promise<Actor | undefined> {
  const { rows } = await db.raw(
    `SELECT p.id AS person, p.name, p.email, p.language,
       ARRAY(SELECT m.organisation FROM organisation_members m WHERE m.person = p.id) AS organisations,
       ARRAY(SELECT g."grant" FROM grants g WHERE g.person = p.id) AS grants,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('office', m.office, 'roles', to_jsonb(m.roles)))
         FROM office_members m WHERE m.person = p.id), '[]') AS memberships
     FROM people p WHERE p.id = ?`,
    [person],
  );
  return rows[0];
}

/** Name, address and language are what the identity provider last said. */
export async function savePerson(db: Db | Tx, person: Person): Promise<void> {
  await db('people').insert(person).onConflict('id').merge();
}
