import type { Letterhead } from '../domain/official-page';
import type { Words } from '../domain/words';
import type { Db, Tx } from './knex';

/** What an office writes above and below its documents. */
export interface LetterheadRow {
  name: Words;
  timeZone: string;
  email: string;
  letterhead: Letterhead;
}

export async function findLetterhead(db: Db | Tx, office: string): Promise<LetterheadRow> {
  const { rows } = await db.raw(
    `SELECT name, time_zone AS "timeZone", email, COALESCE(letterhead, '{}') AS letterhead FROM offices WHERE code = ?`,
    [office],
  );
  if (rows[0] === undefined) throw new Error('An office with documents is in the directory.');
  return rows[0];
}
