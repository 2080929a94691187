import { CLOCK_RUNS, isTerminal, type State } from '../domain/submission';
import { AT_WORK, written } from './at-work';

/** A condition on `desk_lines` under the alias `s`, with its bindings. */
export interface Condition {
  sql: string;
  bindings: unknown[];
}

export interface DeskFilter {
  states?: State[] | undefined;
  /** A person's id, whoever handles nothing yet (`none`), or the reader (`me`). */
  handler?: { person: string } | 'none' | 'me' | undefined;
  dueFrom?: Date | undefined;
  dueUntil?: Date | undefined;
  overdue?: true | undefined;
}

/** What the conditions are about: the reader and the present instant. */
export interface DeskView {
  reader: string;
  now: Date;
}

/** The three questions that a desk has a tab for; the counts and the filters ask the same ones. */
export const TABS = {
  overdue: ({ now }: DeskView): Condition => ({
    sql: `${AT_WORK} AND s.state IN (${written(CLOCK_RUNS)}) AND s.due_at < ?`,
    bindings: [now],
  }),
  unassigned: (_: DeskView): Condition => ({ sql: `${AT_WORK} AND s.handler IS NULL`, bindings: [] }),
  mine: ({ reader }: DeskView): Condition => ({ sql: `${AT_WORK} AND s.handler = ?`, bindings: [reader] }),
};

/** The filters that pick lines; office, form and text, which the counts respect too, are the caller's. */
export function filterConditions(filter: DeskFilter, view: DeskView): Condition[] {
  const { states, dueFrom, dueUntil } = filter;
  return [
    ...(states === undefined ? [] : [stateCondition(states)]),
    ...handlerConditions(filter, view),
    ...(dueFrom === undefined ? [] : [{ sql: 's.due_at >= ?', bindings: [dueFrom] }]),
    ...(dueUntil === undefined ? [] : [{ sql: 's.due_at <= ?', bindings: [dueUntil] }]),
    ...(filter.overdue ? [TABS.overdue(view)] : []),
  ];
}

/** Where all are at work it says so: else each desk would be walked through all that is at its end. */
function stateCondition(states: State[]): Condition {
  const atWork = !states.some(isTerminal);
  return { sql: atWork ? `s.state = ANY (?) AND ${AT_WORK}` : 's.state = ANY (?)', bindings: [states] };
}

/** `me` and `none` are about work to do: what is at its end is left out unless states are asked for. */
function handlerConditions({ handler, states }: DeskFilter, view: DeskView): Condition[] {
  if (handler === undefined) return [];
  if (typeof handler === 'object') return [{ sql: 's.handler = ?', bindings: [handler.person] }];
  if (states === undefined) return [handler === 'me' ? TABS.mine(view) : TABS.unassigned(view)];
  return handler === 'me'
    ? [{ sql: 's.handler = ?', bindings: [view.reader] }]
    : [{ sql: 's.handler IS NULL', bindings: [] }];
}

export const bothOf = (conditions: Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => `(${sql})`).join(' AND ') || 'true',
  bindings: conditions.flatMap(({ bindings }) => bindings),
});
