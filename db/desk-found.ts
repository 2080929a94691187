import { type DeskCounts, type NamedCount, tabsOf, toCounts } from './desk-counts';
import { type DeskPage, instantOf, orderOf, startOf } from './desk-cuts';
import { bothOf, type Condition, type DeskFilter, type DeskView, filterConditions } from './desk-filter';
import { type DeskLine, type LineRow, selectLines, toLine } from './desk-lines';
import { type DeskScope, type FoundFew, scopeConditions } from './desk-search';
import type { Db } from './knex';

/** A page of the few that a search found, and what the tabs show of them: one reading serves both. */
export async function readFound(
  db: Db,
  scope: DeskScope & { found: FoundFew },
  filter: DeskFilter & DeskView,
  page: DeskPage,
): Promise<{ lines: DeskLine[]; counts: DeskCounts }> {
  const lines = foundLines(scope, filter, page);
  const counts = countLines(filter);
  const { rows } = await db.raw(
    `WITH line AS MATERIALIZED (${lines.sql})
     SELECT shown.*, counted.counts
     FROM (SELECT json_agg(json_build_object('name', name, 'count', count)) AS counts FROM (${counts.sql}) one) counted
     LEFT JOIN (${selectLines('SELECT id, at FROM line WHERE fits', page)}) shown ON true
     ORDER BY ${orderOf(page, 'shown."sortedBy"', 'shown.id')}`,
    [...lines.bindings, ...counts.bindings, page.limit] as string[],
  );
  // Where the page is empty there is one row for the counts alone.
  return {
    lines: rows.flatMap(({ counts: _, ...row }: FoundRow) => (row.id === null ? [] : toLine(row as LineRow))),
    counts: toCounts(rows[0].counts),
  };
}

type FoundRow = Omit<LineRow, 'id'> & { id: string | null; counts: NamedCount[] };

/** Each found line read by its key, whether the page may show it, and on which tabs it is. */
function foundLines(
  scope: DeskScope & { found: FoundFew },
  filter: DeskFilter & DeskView,
  page: DeskPage,
): Condition {
  const fits = bothOf([...filterConditions(filter, filter), startOf(page)]);
  const tabs = tabsOf(filter);
  const where = bothOf([{ sql: 's.office = ANY (?)', bindings: [scope.offices] }, ...scopeConditions(scope)]);
  return {
    // `OFFSET`: otherwise the planner may read a whole index and keep of it what was found.
    sql: `SELECT s.id, ${instantOf(page)} AS at, s.state, (${fits.sql}) AS fits,
        ${tabs.map(([, { sql }], index) => `(${sql}) AS tab${index}`).join(', ')}
      FROM (SELECT DISTINCT unnest(?::uuid[]) AS id) f
      CROSS JOIN LATERAL (SELECT * FROM desk_lines l WHERE l.id = f.id OFFSET 0) s
      WHERE ${where.sql}`,
    bindings: [
      ...fits.bindings,
      ...tabs.flatMap(([, { bindings }]) => bindings),
      scope.found.ids,
      ...where.bindings,
    ],
  };
}

function countLines(view: DeskView): Condition {
  const tabs = tabsOf(view).map(([name]) => name);
  return {
    sql: `SELECT state AS name, count(*) AS count FROM line GROUP BY state
      ${tabs.map((_, index) => `UNION ALL SELECT ?, count(*) FROM line WHERE tab${index}`).join(' ')}`,
    bindings: tabs,
  };
}
