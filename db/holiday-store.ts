import type { Words } from '../domain/words';
import type { HolidayOverride } from '../domain/working-calendar';
import type { Db, Tx } from './knex';

export interface HolidayRow extends HolidayOverride {
  /** Null for every office. */
  office: string | null;
  name: Words;
}

/**
 * The last word on a day, for one office or for all.
 * @returns false when the same was said before
 */
export async function saveHoliday(tx: Tx, holiday: HolidayRow & { id: string; at: Date }): Promise<boolean> {
  const { id, office, date, effect, name, at } = holiday;
  const { rowCount } = await tx.raw(
    `INSERT INTO holidays AS h (id, office, date, effect, name, recorded_at)
     VALUES (:id, :office, :date, :effect, :name, :at)
     ON CONFLICT (office, date) DO UPDATE SET effect = :effect, name = :name, recorded_at = :at
     WHERE h.effect <> :effect`,
    { id, office, date, effect, name: JSON.stringify(name), at },
  );
  return rowCount === 1;
}

/** What was declared and withdrawn for an office in a year: for all first, the office's own last. */
export async function listHolidays(db: Db, office: string, year: number): Promise<HolidayRow[]> {
  const { rows } = await db.raw(
    `SELECT office, to_char(date, 'YYYY-MM-DD') AS date, effect, name FROM holidays
     WHERE (office IS NULL OR office = ?) AND date BETWEEN make_date(?, 1, 1) AND make_date(?, 12, 31)
     ORDER BY office NULLS FIRST, date`,
    [office, year, year],
  );
  return rows;
}
