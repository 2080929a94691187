import { bothOf, type Condition, type DeskFilter, type DeskView, filterConditions } from './desk-filter';
import { firstOf, MANY_DESKS, scopeConditions, type WalkedScope } from './desk-search';

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

const COLUMN: Record<DeskSort, string> = {
  received: 'received_at',
  due: 'due_at',
  registered: 'registered_at',
};

/** Lines without the instant come last in either direction. */
export function orderOf({ direction }: DeskPage, at: string, id: string): string {
  return direction === 'ascending' ? `${at} ASC NULLS LAST, ${id} ASC` : `${at} DESC NULLS LAST, ${id} DESC`;
}

/**
 * Selects `id` and `at` of at least the lines of one page, in no order. What is in very many texts is met soon in any
 * order, and what somebody handles has an index of its own; else each desk has its order.
 */
export function cutPage(scope: WalkedScope, filter: DeskFilter & DeskView, page: DeskPage): Condition {
  const { found, offices } = scope;
  const condition = bothOf([
    ...scopeConditions(scope),
    ...filterConditions(filter, filter),
    ...implied(filter, page),
  ]);
  const ofSomebody = filter.handler !== undefined && filter.handler !== 'none';
  const together = ofSomebody || (found !== undefined && offices.length >= MANY_DESKS);
  return datedFirst(condition, scope, page, together ? walkTogether : walkEach);
}

/** Nothing is due before it was received: so a walk by receipt begins where it can first meet what was asked for. */
function implied({ dueUntil }: DeskFilter, { sort }: DeskPage): Condition[] {
  if (dueUntil === undefined || sort !== 'received') return [];
  return [{ sql: 's.received_at <= ?', bindings: [dueUntil] }];
}

/** The instant that a page is ordered by, in SQL. */
export const instantOf = ({ sort }: DeskPage): string => `s.${COLUMN[sort]}`;

/** What a page is ordered by, in SQL. */
function termsOf(page: DeskPage): { at: string; order: 'ASC' | 'DESC'; beyond: '>' | '<' } {
  const at = instantOf(page);
  return page.direction === 'ascending'
    ? { at, order: 'ASC', beyond: '>' }
    : { at, order: 'DESC', beyond: '<' };
}

/** The lines after `after`. */
export function startOf(page: DeskPage): Condition {
  const { dated, undated } = startsOf(page);
  if (dated === undefined) return undated;
  return { sql: `(${dated.sql}) OR (${undated.sql})`, bindings: [...dated.bindings, ...undated.bindings] };
}

/** Of the lines that have the instant the ones after `after`, and of those without. */
function startsOf(page: DeskPage): { dated: Condition | undefined; undated: Condition } {
  const { at, beyond } = termsOf(page);
  const { after } = page;
  const lacking = { sql: `${at} IS NULL`, bindings: [] };
  if (after === undefined) return { dated: { sql: `${at} IS NOT NULL`, bindings: [] }, undated: lacking };
  if (after.at === null)
    return {
      dated: undefined,
      undated: bothOf([lacking, { sql: `s.id ${beyond} ?::uuid`, bindings: [after.id] }]),
    };
  const sql = `(${at}, s.id) ${beyond} (?::timestamptz, ?::uuid)`;
  return { dated: { sql, bindings: [after.at, after.id] }, undated: lacking };
}

/** Selects the first lines for which a condition holds; `dated` ones by their instant, others by id alone. */
type Walk = (scope: WalkedScope, page: DeskPage, lines: { dated: boolean; where: Condition }) => Condition;

/** The lines that have the instant, and where those do not fill the page, the ones without. */
function datedFirst(condition: Condition, scope: WalkedScope, page: DeskPage, walk: Walk): Condition {
  const start = startsOf(page);
  const undated = walk(scope, page, { dated: false, where: bothOf([condition, start.undated]) });
  if (start.dated === undefined) return undated;
  const dated = walk(scope, page, { dated: true, where: bothOf([condition, start.dated]) });
  return {
    sql: `WITH dated AS MATERIALIZED (${dated.sql})
      SELECT id, at FROM dated
      UNION ALL SELECT id, at FROM (${undated.sql}) undated WHERE (SELECT count(*) FROM dated) < ?`,
    bindings: [...dated.bindings, ...undated.bindings, page.limit],
  };
}

/** All these desks as if they were one. */
const walkTogether: Walk = (scope, page, { dated, where }) => {
  const ofDesks = { sql: 's.office = ANY (?)', bindings: [scope.offices] };
  return firstOf(inOrder(page, dated, bothOf([ofDesks, where])), scope, page.limit);
};

/**
 * Each desk by itself: first its share of a page; then, where all of that lies within the page, the rest up to the page's
 * end. So seventy desks cost little more than one.
 */
const walkEach: Walk = (scope, page, { dated, where }) => {
  const { offices } = scope;
  const { limit } = page;
  const ofDesk = (condition: Condition, office: string, atMost: number) => {
    const of = bothOf([{ sql: `s.office = ${office}`, bindings: [] }, condition]);
    return firstOf(inOrder(page, dated, of), scope, atMost);
  };
  if (!dated || offices.length === 1) {
    const cut = ofDesk(where, 'o.office', limit);
    return {
      sql: `SELECT cut.id, cut.at FROM unnest(?::text[]) AS o (office) CROSS JOIN LATERAL (${cut.sql}) cut`,
      bindings: [offices, ...cut.bindings],
    };
  }
  const { at, order, beyond } = termsOf(page);
  const [within, back, last, lastId] =
    page.direction === 'ascending'
      ? ['<=', 'DESC', "'infinity'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"]
      : ['>=', 'ASC', "'-infinity'", "'00000000-0000-0000-0000-000000000000'"];
  const enough = Math.min(limit, Math.ceil((3 * limit) / offices.length) + 2);
  const share = ofDesk(where, 'o.office', enough);
  const upToEnd = {
    sql: `(${at}, s.id) ${beyond} (o.at, o.id) AND (${at}, s.id) ${within} (o.end_at, o.end_id)`,
    bindings: [],
  };
  const rest = ofDesk(bothOf([where, upToEnd]), 'o.office', limit);
  return {
    sql: `WITH share AS MATERIALIZED (
        SELECT o.office, cut.id, cut.at FROM unnest(?::text[]) AS o (office) CROSS JOIN LATERAL (${share.sql}) cut
      ), page_end AS MATERIALIZED (
        SELECT COALESCE(max(at), ${last}) AS at, COALESCE(max(id::text), ${lastId})::uuid AS id FROM (
          SELECT at, id FROM share ORDER BY at ${order}, id ${order} OFFSET ? LIMIT 1) line
      ), unfinished AS MATERIALIZED (
        SELECT line.office, line.at, line.id, page_end.at AS end_at, page_end.id AS end_id FROM (
          SELECT DISTINCT ON (office) office, at, id, count(*) OVER (PARTITION BY office) AS lines
          FROM share ORDER BY office, at ${back}, id ${back}
        ) line CROSS JOIN page_end
        WHERE line.lines = ? AND (page_end.at, page_end.id) ${beyond} (line.at, line.id)
      )
      SELECT id, at FROM share
      UNION ALL SELECT cut.id, cut.at FROM unfinished o CROSS JOIN LATERAL (${rest.sql}) cut`,
    bindings: [offices, ...share.bindings, limit - 1, enough, ...rest.bindings],
  };
};

function inOrder(page: DeskPage, dated: boolean, where: Condition): Condition {
  const { at, order } = termsOf(page);
  return {
    sql: `SELECT s.id, ${at} AS at FROM desk_lines s WHERE ${where.sql}
      ORDER BY ${dated ? `${at} ${order}, ` : ''}s.id ${order}`,
    bindings: where.bindings,
  };
}
