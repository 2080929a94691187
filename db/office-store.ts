import type { OfficeRole } from '../domain/permissions';
import type { Words } from '../domain/words';
import type { Db, Tx } from './knex';

export interface Office {
  code: string;
  parent: string | null;
  name: Words;
  timeZone: string;
  country: string;
  acceptsLetters: boolean;
  active: boolean;
}

const COLUMNS = `code, parent, name, time_zone AS "timeZone", country, accepts_letters AS "acceptsLetters",
  active`;

export async function findOffice(db: Db | Tx, code: string): Promise<Office | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM offices WHERE code = ?`, [code]);
  return rows[0];
}

/** Those of them that are in force. */
export async function officesInForce(db: Db | Tx, codes: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.raw('SELECT code FROM offices WHERE code = ANY (?::text[]) AND active', [
    [...codes],
  ]);
  return new Set(rows.map(({ code }: { code: string }) => code));
}

export async function listOffices(
  db: Db,
  page: {
    text?: string | undefined;
    parent?: string | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<Office[]> {
  const query = db('offices').orderBy('code').limit(page.limit).select(db.raw(COLUMNS));
  if (page.after !== undefined) query.where('code', '>', page.after);
  if (page.parent !== undefined) query.where({ parent: page.parent });
  if (page.text !== undefined) {
    query.whereRaw("strpos(lower(code || ' ' || name::text), lower(?)) > 0", [page.text]);
  }
  return query;
}

export async function findRoles(db: Db | Tx, office: string, person: string): Promise<OfficeRole[]> {
  const row = await db('office_members').where({ office, person }).first('roles');
  return row?.roles ?? [];
}

export async function membersWithRole(db: Db | Tx, office: string, role: OfficeRole): Promise<string[]> {
  const { rows } = await db.raw(
    'SELECT person FROM office_members WHERE office = ? AND ? = ANY (roles) ORDER BY person',
    [office, role],
  );
  return rows.map((row: { person: string }) => row.person);
}
