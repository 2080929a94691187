import { STATES, type State } from '../domain/submission';
import { bothOf, type Condition, type DeskView, TABS } from './desk-filter';
import { type DeskScope, scopeConditions } from './desk-search';
import type { Db } from './knex';

export interface DeskCounts {
  states: Partial<Record<State, number>>;
  overdue: number;
  unassigned: number;
  mine: number;
  /** Counting stops here: a count as high as this means so many or more. */
  upTo: number;
}

/** Beyond a thousand nobody counts, and ten times as many were a sixth of the time that a page of all desks takes. */
const COUNTED = 1_000;

/** What the tabs of a desk show; bounded, so that it takes as long on a full desk as on an empty one. */
export async function countDesk(db: Db, scope: DeskScope, view: DeskView): Promise<DeskCounts> {
  const question = countEach(scope, view);
  const { rows } = await db.raw(question.sql, question.bindings as string[]);
  return toCounts(rows);
}

/** How many lines are in a state or on a tab. */
export interface NamedCount {
  name: string;
  count: number;
}

export function toCounts(rows: NamedCount[]): DeskCounts {
  const counts = new Map(rows.map(({ name, count }) => [name, Math.min(count, COUNTED)]));
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

type Named = [name: string, condition: Condition];

export function tabsOf(view: DeskView): Named[] {
  return Object.entries(TABS).map(([name, condition]) => [name, condition(view)]);
}
