import type { Words } from '../domain/words';
import type { CommandRow } from './command-store';
import { bothOf, type Condition, type DeskFilter, type DeskView, filterConditions } from './desk-filter';
import { type DeskScope, scopeConditions } from './desk-search';
import type { Db } from './knex';
import { SUBMISSION_COLUMNS, type SubmissionRow } from './submission-store';

export const DESK_SORTS = ['received', 'due', 'registered'] as const;
export type DeskSort = (typeof DESK_SORTS)[number];
export type Direction = 'ascending' | 'descending';

/** Where a page ends; `at` is exact to the microsecond, null among the lines that have no such instant. */
export interface DeskPosition {
  at: string | null;
  id: string;
}

export interface DeskPage {
  sort: DeskSort;
  direction: Direction;
  after?: DeskPosition | undefined;
  limit: number;
}

/** A line of the desk: the submission, its form's title, what waits for its turn; no content. */
export interface DeskLine {
  row: SubmissionRow;
  formTitle: Words | null;
  pending: Pick<CommandRow, 'seq' | 'kind' | 'facts'>[];
  position: DeskPosition;
}

const COLUMN: Record<DeskSort, string> = {
  received: 'received_at',
  due: 'due_at',
  registered: 'registered_at',
};

/** A page of the desk in one statement; lines without the instant come last in either direction. */
export async function listDesk(
  db: Db,
  scope: DeskScope,
  filter: DeskFilter & DeskView,
  page: DeskPage,
): Promise<DeskLine[]> {
  const condition = bothOf([...scopeConditions(scope), ...filterConditions(filter, filter)]);
  const few = scope.found !== undefined && scope.found.needles === undefined;
  const cut = few ? cutFew(condition, scope.offices, page) : cutDesk(condition, scope.offices, page);
  const { rows } = await db.raw(
    `SELECT ${SUBMISSION_COLUMNS}, f.definition -> 'title' AS "formTitle",
       COALESCE((SELECT jsonb_agg(jsonb_build_object('seq', k.seq, 'kind', k.kind, 'facts', k.facts) ORDER BY k.seq)
         FROM commands k WHERE k.submission_id = s.id AND k.status = 'accepted'), '[]') AS pending,
       to_char(page.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "sortedBy"
     FROM (
       SELECT line.id, line.at FROM (${cut.sql}) line ORDER BY ${orderOf(page, 'line.at', 'line.id')} LIMIT ?
     ) page
     JOIN submissions s ON s.id = page.id
     LEFT JOIN form_versions f ON f.form = s.form AND f.version = s.form_version
     ORDER BY ${orderOf(page, 'page.at', 'page.id')}`,
    [...cut.bindings, page.limit] as string[],
  );
  return rows.map(({ formTitle, pending, sortedBy, ...row }: LineRow) => ({
    row,
    formTitle,
    pending,
    position: { at: sortedBy, id: row.id },
  }));
}

type LineRow = SubmissionRow & Pick<DeskLine, 'formTitle' | 'pending'> & { sortedBy: string | null };

/** Of the few that a search found. */
function cutFew(condition: Condition, offices: string[], { sort, direction, after }: DeskPage): Condition {
  const at = `s.${COLUMN[sort]}`;
  const beyond = direction === 'ascending' ? '>' : '<';
  const start =
    after === undefined
      ? []
      : after.at === null
        ? [{ sql: `${at} IS NULL AND s.id ${beyond} ?::uuid`, bindings: [after.id] }]
        : [
            {
              sql: `(${at}, s.id) ${beyond} (?::timestamptz, ?::uuid) OR ${at} IS NULL`,
              bindings: [after.at, after.id],
            },
          ];
  const where = bothOf([condition, { sql: 's.office = ANY (?)', bindings: [offices] }, ...start]);
  return {
    sql: `SELECT s.id, ${at} AS at FROM desk_lines s WHERE ${where.sql}`,
    bindings: where.bindings,
  };
}

/**
 * Each office is walked by itself in the order asked for, so that an index gives the order and the first lines suffice:
 * those with the instant, and behind them those without.
 */
function cutDesk(
  condition: Condition,
  offices: string[],
  { sort, direction, after, limit }: DeskPage,
): Condition {
  const at = `s.${COLUMN[sort]}`;
  const [beyond, order] = direction === 'ascending' ? ['>', 'ASC'] : ['<', 'DESC'];
  const part = (start: Condition, ordered: string): Condition => {
    const where = bothOf([condition, start]);
    return {
      sql: `(SELECT s.id, ${at} AS at FROM desk_lines s WHERE s.office = o.office AND ${where.sql}
        ORDER BY ${ordered} LIMIT ?)`,
      bindings: [...where.bindings, limit],
    };
  };
  const having = { sql: `${at} IS NOT NULL`, bindings: [] };
  const lacking = { sql: `${at} IS NULL`, bindings: [] };
  const ordered = `${at} ${order}, s.id ${order}`;
  const parts =
    after === undefined
      ? [part(having, ordered), part(lacking, `s.id ${order}`)]
      : after.at === null
        ? [part(bothOf([lacking, { sql: `s.id ${beyond} ?::uuid`, bindings: [after.id] }]), `s.id ${order}`)]
        : [
            part(
              { sql: `(${at}, s.id) ${beyond} (?::timestamptz, ?::uuid)`, bindings: [after.at, after.id] },
              ordered,
            ),
            part(lacking, `s.id ${order}`),
          ];
  return {
    sql: `SELECT cut.id, cut.at FROM unnest(?::text[]) AS o (office) CROSS JOIN LATERAL (
      ${parts.map(({ sql }) => sql).join(' UNION ALL ')}) cut`,
    bindings: [offices, ...parts.flatMap(({ bindings }) => bindings)],
  };
}

function orderOf({ direction }: DeskPage, at: string, id: string): string {
  return direction === 'ascending' ? `${at} ASC NULLS LAST, ${id} ASC` : `${at} DESC NULLS LAST, ${id} DESC`;
}
