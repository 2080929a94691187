import type { Db, Tx } from './knex';

/** A search that a person kept under a name: the desk's filters as its address takes them. */
export interface DeskViewRow {
  id: string;
  name: string;
  query: Record<string, string>;
  savedAt: Date;
}

const COLUMNS = 'id, name, query, saved_at AS "savedAt"';

export async function listDeskViews(db: Db | Tx, person: string): Promise<DeskViewRow[]> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM desk_views WHERE person = ? ORDER BY name, id`, [
    person,
  ]);
  return rows;
}

export async function findDeskView(
  db: Db | Tx,
  person: string,
  id: string,
): Promise<DeskViewRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM desk_views WHERE person = ? AND id = ?`, [
    person,
    id,
  ]);
  return rows[0];
}

/** How many views the person keeps; until the transaction ends nobody adds another one. */
export async function lockDeskViews(tx: Tx, person: string): Promise<number> {
  await tx.raw('SELECT FROM people WHERE id = ? FOR NO KEY UPDATE', [person]);
  const { rows } = await tx.raw('SELECT count(*) AS count FROM desk_views WHERE person = ?', [person]);
  return rows[0].count;
}

/** @returns false where the person has a view of this name */
export async function insertDeskView(tx: Tx, person: string, view: DeskViewRow): Promise<boolean> {
  const { rowCount } = await tx.raw(
    `INSERT INTO desk_views (id, person, name, query, saved_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (person, name) DO NOTHING`,
    [view.id, person, view.name, JSON.stringify(view.query), view.savedAt],
  );
  return rowCount === 1;
}

/** @returns false where the person has no such view */
export async function deleteDeskView(tx: Tx, person: string, id: string): Promise<boolean> {
  return (await tx('desk_views').where({ person, id }).delete()) === 1;
}
