import type { Db, Tx } from './knex';

/** Who stands in for whom in an office, and for how long. */
export interface DelegationRow {
  id: string;
  office: string;
  /** Whose roles they are. */
  person: string;
  /** Who acts with them. */
  delegate: string;
  startsAt: Date;
  endsAt: Date;
  givenBy: string;
  givenAt: Date;
  revokedBy: string | null;
  revokedAt: Date | null;
}

const COLUMNS = `id, office, person, delegate, starts_at AS "startsAt", ends_at AS "endsAt", given_by AS "givenBy",
  given_at AS "givenAt", revoked_by AS "revokedBy", revoked_at AS "revokedAt"`;

export type NewDelegation = Omit<DelegationRow, 'revokedBy' | 'revokedAt'>;

export async function insertDelegation(tx: Tx, given: NewDelegation): Promise<void> {
  await tx.raw(
    `INSERT INTO delegations (id, office, person, delegate, starts_at, ends_at, given_by, given_at)
     VALUES (:id, :office, :person, :delegate, :startsAt, :endsAt, :givenBy, :givenAt)`,
    { ...given },
  );
}

export async function findDelegation(db: Db | Tx, id: string): Promise<DelegationRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM delegations WHERE id = ?`, [id]);
  return rows[0];
}

export async function lockDelegation(tx: Tx, id: string): Promise<DelegationRow | undefined> {
  const { rows } = await tx.raw(`SELECT ${COLUMNS} FROM delegations WHERE id = ? FOR UPDATE`, [id]);
  return rows[0];
}

export async function revokeDelegation(tx: Tx, id: string, by: string, at: Date): Promise<void> {
  await tx('delegations').where({ id }).update({ revoked_by: by, revoked_at: at });
}

/** What the person gave or holds, and what was given in these offices; the newest first. */
export async function listDelegations(
  db: Db,
  who: { person: string; offices: string[] },
  page: { after?: { startsAt: string; id: string } | undefined; limit: number },
): Promise<DelegationRow[]> {
  const { after } = page;
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM delegations
     WHERE (person = ? OR delegate = ? OR given_by = ? OR office = ANY (?))
       ${after === undefined ? '' : 'AND (starts_at, id) < (?::timestamptz, ?::uuid)'}
     ORDER BY starts_at DESC, id DESC LIMIT ?`,
    [
      ...[who.person, who.person, who.person, who.offices],
      ...(after === undefined ? [] : [after.startsAt, after.id]),
      page.limit,
    ] as string[],
  );
  return rows;
}
