import { GongmunError } from './errors';
import { dateOf, HOUR, instantOf, localTime, MINUTE } from './period-clock';
import type { WorkingCalendar } from './working-calendar';

// Working hours are 09:00 to 12:00 and 13:00 to 18:00 (design 6; State Public Officials Service Regulations art. 9).
const OPENS = 9 * HOUR;
const LUNCH = 12 * HOUR;
const AFTERNOON = 13 * HOUR;
/** When a working day, and with it a due day, ends: ms of the wall clock. */
export const CLOSES = 18 * HOUR;
const MORNING = LUNCH - OPENS;
/** Working time in a day, ms. */
export const WORKDAY = MORNING + (CLOSES - AFTERNOON);

/** A point in working time: a working day, and the working ms spent of it, at least 0 and less than a whole day. */
interface WorkingPoint {
  day: number;
  spent: number;
}

function isWorkingDay(day: number, calendar: WorkingCalendar): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7; // day 0 was a Thursday
  return weekday !== 0 && weekday !== 6 && !calendar.isHoliday(dateOf(day));
}

/** `day` itself if it is a working day, otherwise the next one. */
export function workingDayFrom(day: number, calendar: WorkingCalendar): number {
  for (let candidate = day; candidate < day + 366; candidate++) {
    if (isWorkingDay(candidate, calendar)) return candidate;
  }
  throw new GongmunError(
    'unprocessable',
    'calendar.no_working_day',
    'The calendar has no working day for a year.',
  );
}

/** Where the clock starts for something that happens at `instant`: then, or the next working minute. */
export function workingPoint(instant: number, calendar: WorkingCalendar): WorkingPoint {
  const { day, ms } = localTime(instant, calendar.timeZone);
  const first = workingDayFrom(day, calendar);
  if (first !== day) return { day: first, spent: 0 };
  const spent = spentAt(ms);
  return spent < WORKDAY ? { day, spent } : { day: workingDayFrom(day + 1, calendar), spent: 0 };
}

/** The instant at which `amount` ms of working time have run since `from`: where a day is used up, its 18:00. */
export function addWorkingTime(from: number, amount: number, calendar: WorkingCalendar): number {
  let { day, spent } = workingPoint(from, calendar);
  spent += amount;
  for (; spent > WORKDAY; spent -= WORKDAY) day = workingDayFrom(day + 1, calendar);
  return instantOf(
    { day, ms: spent <= MORNING ? OPENS + spent : AFTERNOON + spent - MORNING },
    calendar.timeZone,
  );
}

/** The same, but where a day is used up the next opening: for what should reach someone at work. */
export function workingTimeAfter(from: number, amount: number, calendar: WorkingCalendar): number {
  const { day, spent } = workingPoint(addWorkingTime(from, amount, calendar), calendar);
  return instantOf(
    { day, ms: spent < MORNING ? OPENS + spent : AFTERNOON + spent - MORNING },
    calendar.timeZone,
  );
}

/** Working ms from one instant to a later one; 0 where `until` is not later. */
export function workingTimeBetween(from: number, until: number, calendar: WorkingCalendar): number {
  if (until <= from) return 0;
  const start = workingPoint(from, calendar);
  const end = workingPoint(until, calendar);
  let days = 0;
  for (let { day } = start; day < end.day; day = workingDayFrom(day + 1, calendar)) days++;
  return days * WORKDAY + end.spent - start.spent;
}

/** The instant `minutes` of working time after `from`, 8 hours a working day. */
export function addWorkingMinutes(from: Date, minutes: number, calendar: WorkingCalendar): Date {
  return new Date(addWorkingTime(from.getTime(), minutes * MINUTE, calendar));
}

/** Whole working minutes from one instant to a later one: what a procedure has used of its period. */
export function workingMinutesBetween(from: Date, until: Date, calendar: WorkingCalendar): number {
  return Math.floor(workingTimeBetween(from.getTime(), until.getTime(), calendar) / MINUTE);
}

function spentAt(ms: number): number {
  const morning = Math.min(Math.max(ms - OPENS, 0), MORNING);
  const afternoon = Math.min(Math.max(ms - AFTERNOON, 0), CLOSES - AFTERNOON);
  return morning + afternoon;
}
