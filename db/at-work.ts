import { type State, TERMINAL } from '../domain/submission';

/** States as SQL's literals: only so an index that is of some states alone serves a condition on them. */
export const written = (states: readonly State[]): string => states.map((state) => `'${state}'`).join(', ');

/** That a submission (under the alias `s`) is not at its end. */
export const AT_WORK = `s.state NOT IN (${written(TERMINAL)})`;
