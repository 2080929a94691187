import { countDesk, type DeskCounts } from './desk-counts';
import { cutPage, type DeskPage } from './desk-cuts';
import type { DeskFilter, DeskView } from './desk-filter';
import { readFound } from './desk-found';
import { type DeskLine, type LineRow, selectLines, toLine } from './desk-lines';
import type { DeskScope } from './desk-search';
import type { Db } from './knex';

/**
 * A page of the desk, lines without the instant last in either direction, and what its tabs show, whatever the filter.
 * @returns null for counts where a text is found in so many that counting would mean to read them all
 */
export async function readLines(
  db: Db,
  scope: DeskScope,
  filter: DeskFilter & DeskView,
  page: DeskPage,
): Promise<{ lines: DeskLine[]; counts: DeskCounts | null }> {
  const { found } = scope;
  if (found !== undefined && !('needles' in found)) return readFound(db, { ...scope, found }, filter, page);
  const cut = cutPage({ ...scope, found }, filter, page);
  const { rows } = await db.raw(selectLines(cut.sql, page), [...cut.bindings, page.limit] as string[]);
  const counts = found === undefined ? await countDesk(db, scope, filter) : null;
  return { lines: rows.map((row: LineRow) => toLine(row)), counts };
}
