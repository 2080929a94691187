import type { SubmissionRow } from '../db/submission-store';
import { dueAt } from '../domain/deadlines';
import type { Clock } from './clock';

/** The time that a party has for a supplement: some days, given once or several times one after the other. */
interface Given {
  supplementFrom: Date;
  supplementDays: number;
  supplementPeriods: number;
}

/** As the row holds it, with its end. */
export type SupplementPeriod = Given & { supplementDueAt: Date };

/** Some days from an instant on. */
export function startSupplement(clock: Clock, from: Date, days: number): SupplementPeriod {
  return counted(clock, { supplementFrom: from, supplementDays: days, supplementPeriods: 1 });
}

/** The same days once more. */
export function extendSupplement(clock: Clock, row: SubmissionRow, at: Date): SupplementPeriod {
  const given = givenTo(row);
  // Asked for by a worker of the release before, which did not write the beginning.
  if (given === undefined) return startSupplement(clock, row.supplementDueAt ?? at, row.supplementDays ?? 1);
  return counted(clock, { ...given, supplementPeriods: given.supplementPeriods + 1 });
}

/** What was given, by the calendar as it is now; undefined where nothing was, or its beginning is not known. */
export function recountSupplement(clock: Clock, row: SubmissionRow): SupplementPeriod | undefined {
  const given = givenTo(row);
  return given === undefined ? undefined : counted(clock, given);
}

function givenTo({ supplementFrom, supplementDays, supplementPeriods }: SubmissionRow): Given | undefined {
  return supplementFrom === null || supplementDays === null || supplementPeriods === null
    ? undefined
    : { supplementFrom, supplementDays, supplementPeriods };
}

/** Each counted as the procedure's own period, begun where the one before it ends. */
function counted({ period, calendar }: Clock, given: Given): SupplementPeriod {
  const days = { duration: `P${given.supplementDays}D`, rule: period.rule };
  let supplementDueAt = given.supplementFrom;
  for (let n = 0; n < given.supplementPeriods; n += 1)
    supplementDueAt = dueAt(supplementDueAt, days, calendar);
  return { ...given, supplementDueAt };
}
