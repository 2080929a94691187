import type { Db, Tx } from './knex';

/** A party lets somebody act for it: in all or by one form, for a time. */
export interface AuthorisationRow {
  id: string;
  /** The party: exactly one of them. */
  person: string | null;
  personName: string | null;
  organisation: string | null;
  delegate: string;
  form: string | null;
  startsAt: Date;
  endsAt: Date;
  givenBy: string;
  givenAt: Date;
  revokedBy: string | null;
  revokedAt: Date | null;
}

const COLUMNS = `a.id, a.person, (SELECT p.name FROM people p WHERE p.id = a.person) AS "personName", a.organisation, a.delegate, a.form, a.starts_at AS "startsAt", a.ends_at AS "endsAt",
  a.given_by AS "givenBy", a.given_at AS "givenAt", a.revoked_by AS "revokedBy", a.revoked_at AS "revokedAt"`;

export async function insertAuthorisation(
  tx: Tx,
  given: Omit<AuthorisationRow, 'personName' | 'revokedBy' | 'revokedAt'>,
): Promise<void> {
  await tx.raw(
    `INSERT INTO authorisations (id, person, organisation, delegate, form, starts_at, ends_at, given_by, given_at)
     VALUES (:id, :person, :organisation, :delegate, :form, :startsAt, :endsAt, :givenBy, :givenAt)`,
    { ...given },
  );
}

export async function findAuthorisation(db: Db | Tx, id: string): Promise<AuthorisationRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM authorisations a WHERE a.id = ?`, [id]);
  return rows[0];
}

export async function lockAuthorisation(tx: Tx, id: string): Promise<AuthorisationRow | undefined> {
  const { rows } = await tx.raw(`SELECT ${COLUMNS} FROM authorisations a WHERE a.id = ? FOR UPDATE`, [id]);
  return rows[0];
}

export async function revokeAuthorisation(tx: Tx, id: string, by: string, at: Date): Promise<void> {
  await tx('authorisations').where({ id }).update({ revoked_by: by, revoked_at: at });
}

/** Whatever an organisation gave, once it is somebody else's. */
export async function revokeAllOf(tx: Tx, organisation: string, by: string, at: Date): Promise<void> {
  await tx('authorisations')
    .where({ organisation, revoked_at: null })
    .update({ revoked_by: by, revoked_at: at });
}

/** What the person gave or holds, and what organisations gave that the person manages; the newest first. */
export async function listAuthorisations(
  db: Db,
  person: string,
  page: { after: string | undefined; limit: number },
): Promise<AuthorisationRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM authorisations a
     WHERE (a.person = :person OR a.delegate = :person OR a.organisation IN
         (SELECT m.organisation FROM organisation_members m
          WHERE m.person = :person AND 'manage' = ANY (m.roles)))
       AND (CAST(:after AS uuid) IS NULL OR a.id < CAST(:after AS uuid))
     ORDER BY a.id DESC LIMIT :limit`,
    { person, after: page.after ?? null, limit: page.limit },
  );
  return rows;
}
