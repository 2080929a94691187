import type { Tx } from '../db/knex';
import { findRegistrationTerms } from '../db/registration-terms';
import type { SubmissionChange, SubmissionRow } from '../db/submission-store';
import type { Watch } from '../domain/agenda';
import { dueAt, reminderAt } from '../domain/deadlines';
import type { Period, Retention } from '../domain/form';
import { type Ladder, ladderOf, watchesFrom } from '../domain/ladder';
import { LETTER_PERIOD, LETTER_RETENTION } from '../domain/letter';
import type { RecordsKind } from '../domain/records';
import { type WorkingCalendar, workingCalendar } from '../domain/working-calendar';
import { addWorkingMinutes } from '../domain/working-period';

/** By what a submission's time is counted at an office. */
export interface Clock {
  /** The office's. */
  code: string;
  timeZone: string;
  country: string;
  /** The office takes in what is new. */
  active: boolean;
  calendar: WorkingCalendar;
  period: Period;
  retention: Retention;
  ladder: Ladder;
  /** Where the office keeps its records. */
  records: RecordsKind;
}

type Counting = Pick<SubmissionRow, 'form' | 'formVersion'>;

/** @returns undefined when there is no such office */
export async function findClock(tx: Tx, office: string, submission: Counting): Promise<Clock | undefined> {
  const terms = await findRegistrationTerms(tx, office, submission);
  if (terms === undefined) return undefined;
  return {
    code: office,
    timeZone: terms.timeZone,
    country: terms.country,
    active: terms.active,
    calendar: workingCalendar(terms),
    period: terms.period ?? LETTER_PERIOD,
    retention: terms.retention ?? LETTER_RETENTION,
    ladder: ladderOf(terms.ladder),
    records: terms.records,
  };
}

/** @throws Error when there is no such office */
export async function clockAt(tx: Tx, office: string, submission: Counting): Promise<Clock> {
  const clock = await findClock(tx, office, submission);
  if (clock === undefined) throw new Error(`Office ${office} is unknown.`);
  return clock;
}

const MINUTES_WITHIN_BODY = 3 * 60;
const MINUTES_BETWEEN_BODIES = 8 * 60;

/**
 * The clock of a leg: begun at the legal receipt, or anew at a transfer. A document of another office is sent on within
 * 3 working hours inside a body and 8 between bodies (Civil Petitions Act Enforcement Decree art. 13 and 14).
 * @param at when it was registered
 */
export function startClock(clock: Clock, from: Date, at: Date): SubmissionChange & { dueAt: Date } {
  const { calendar, ladder } = clock;
  const watches = watchesFrom([], { never_opened: at, never_assigned: at }, ladder, calendar);
  return {
    clockFrom: from,
    stoppedAt: null,
    transferWithinBy: addWorkingMinutes(at, MINUTES_WITHIN_BODY, calendar),
    transferBetweenBy: addWorkingMinutes(at, MINUTES_BETWEEN_BODIES, calendar),
    ...recount(clock, { clockFrom: from, stops: [], extension: null, watches }),
  };
}

type Counted = Pick<SubmissionRow, 'stops' | 'extension'> & { clockFrom: Date; watches: readonly Watch[] };

/** The due date with all that happened to the clock, and what hangs on it. */
export function recount(clock: Clock, counted: Counted): SubmissionChange & { dueAt: Date } {
  const { period, calendar, ladder } = clock;
  const { clockFrom, stops, extension, watches } = counted;
  const due = dueAt(clockFrom, period, calendar, {
    stops: stops.map(({ from, until }) => ({ from: new Date(from), until: new Date(until) })),
    ...(extension === null ? {} : { extension: { duration: extension, rule: period.rule } }),
  });
  return {
    stops,
    extension,
    dueAt: due,
    remindAt: reminderAt(clockFrom, due, calendar),
    watches: watchesFrom(watches, { still_overdue: due }, ladder, calendar),
  };
}

/** The clock that stood still runs on; what it stopped is given back (design §6). */
export function resumeClock(clock: Clock, row: SubmissionRow, at: Date): SubmissionChange & { dueAt: Date } {
  const clockFrom = row.clockFrom ?? row.receivedAt;
  const stopped = row.stoppedAt ?? at;
  const stops = [...row.stops, { from: stopped.toISOString(), until: at.toISOString() }];
  return { stoppedAt: null, ...recount(clock, { ...row, clockFrom, stops }) };
}
