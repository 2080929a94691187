import { STATES, type State } from '../domain/submission';
import { bothOf, type Condition, type DeskView, TABS } from './desk-filter';
import { type DeskScope, type Found, linesOf, scopeConditions } from './desk-search';
import type { Db } from './knex';

export interface DeskCounts {
  states: Partial<Record<State, number>>;
  overdue: number;
  unassigned: number;
  mine: number;
  /** Counting stops here: a count as high as this means so many or more. */
  upTo: number;
}

/** Read from an index alone, so many take a millisecond or two. */
const COUNTED = 10_000;

/**
 * What the tabs of the desk show; bounded, so that it takes as long on a full desk as on an empty one. Null where a text
 * is found in so many that counting would mean to read them all.
 */
export async function countDesk(db: Db, scope: DeskScope, view: DeskView): Promise<DeskCounts | null> {
  if (scope.found?.needles !== undefined) return null;
  const question = scope.found === undefined ? countEach(scope, view) : countFew(scope, scope.found, view);
  const { rows } = await db.raw(question.sql, question.bindings as string[]);
  const counts = new Map<string, number>(
    rows.map(({ name, count }: { name: string; count: number }) => [name, count]),
  );
  const states = STATES.map((state) => [state, counts.get(state) ?? 0] as const);
  const of = (tab: keyof typeof TABS) => counts.get(tab) ?? 0;
  return {
    states: Object.fromEntries(states.filter(([, count]) => count > 0)),
    overdue: of('overdue'),
    unassigned: of('unassigned'),
    mine: of('mine'),
    upTo: COUNTED,
  };
}

/** Each count by itself, from the index that answers it, and no further than the bound. */
function countEach(scope: DeskScope, view: DeskView): Condition {
  const conditions: Named[] = [
    ...STATES.map((state): Named => [state, { sql: 's.state = ?', bindings: [state] }]),
    ...tabsOf(view),
  ];
  const counts = conditions.map(([name, condition]): Condition => {
    const where = bothOf([condition, ...scopeConditions(scope)]);
    return {
      sql: `SELECT ?::text AS name, count(*) AS count FROM (
        SELECT FROM desk_lines s WHERE s.office = ANY (?) AND ${where.sql} LIMIT ?) counted`,
      bindings: [name, scope.offices, ...where.bindings, COUNTED],
    };
  });
  return {
    sql: counts.map(({ sql }) => sql).join(' UNION ALL '),
    bindings: counts.flatMap(({ bindings }) => bindings),
  };
}

/** All counts in one look at the few that a search found. */
function countFew(scope: DeskScope, found: Found, view: DeskView): Condition {
  const where = bothOf([{ sql: 's.office = ANY (?)', bindings: [scope.offices] }, ...scopeConditions(scope)]);
  const lines = linesOf(found);
  const tabs = tabsOf(view);
  const marks = tabs.map(([, { sql }]) => sql);
  return {
    sql: `WITH line AS MATERIALIZED (
        SELECT s.state, ${marks.map((sql, index) => `(${sql}) AS tab${index}`).join(', ')}
        FROM ${lines.sql} WHERE ${where.sql}
      )
      SELECT state AS name, count(*) AS count FROM line GROUP BY state
      ${tabs.map((_, index) => `UNION ALL SELECT ?, count(*) FROM line WHERE tab${index}`).join(' ')}`,
    bindings: [
      ...tabs.flatMap(([, { bindings }]) => bindings),
      ...lines.bindings,
      ...where.bindings,
      ...tabs.map(([name]) => name),
    ],
  };
}

type Named = [name: string, condition: Condition];

function tabsOf(view: DeskView): Named[] {
  return Object.entries(TABS).map(([name, condition]) => [name, condition(view)]);
}
