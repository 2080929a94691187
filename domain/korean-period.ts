import type { CountedPeriod } from './period';
import { MINUTE } from './period-clock';
import { monthsLater } from './period-months';
import { type ClockStop, endOf, lastDay, workingDaysEndingIn } from './period-stops';
import type { WorkingCalendar } from './working-calendar';
import {
  addWorkingTime,
  CLOSES,
  WORKDAY,
  workingDayFrom,
  workingPoint,
  workingTimeBetween,
} from './working-period';

/**
 * The due instant of a period in working time (Civil Petitions Treatment Act art. 19(1) and its 3 hours for "at once"):
 * minutes, or days of 8 hours.
 */
export function dueInHours(
  received: number,
  { unit, amount }: CountedPeriod,
  calendar: WorkingCalendar,
  stops: ClockStop[],
): number {
  const stopped = stops.map(({ from, until }) =>
    workingTimeBetween(from.getTime(), until.getTime(), calendar),
  );
  const time = amount * (unit === 'minutes' ? MINUTE : WORKDAY);
  return addWorkingTime(
    received,
    stopped.reduce((sum, each) => sum + each, time),
    calendar,
  );
}

/** The due instant of a period in working days, the first one included (art. 19(2)): 18:00 of the last. */
export function dueInWorkingDays(
  received: number,
  { amount }: CountedPeriod,
  calendar: WorkingCalendar,
  stops: ClockStop[],
): number {
  const total = stops.reduce((sum, stop) => sum + workingDaysEndingIn(stop, calendar), amount);
  let last = workingPoint(received, calendar).day;
  for (let counted = 1; counted < total; counted++) last = workingDayFrom(last + 1, calendar);
  return endOf(last, CLOSES, calendar);
}

/**
 * The due instant of a period in weeks or months (art. 19(3), Civil Act art. 159 to 161): 18:00 of the day before the one that
 * corresponds to the first day, or of the month's last day where none does; on a rest day, of the next working day.
 */
export function dueByCalendar(
  received: number,
  { unit, amount }: CountedPeriod,
  calendar: WorkingCalendar,
  stops: ClockStop[],
): number {
  const first = workingPoint(received, calendar).day;
  const corresponding =
    unit === 'weeks' ? { day: first + 7 * amount, exists: true } : monthsLater(first, amount);
  const last = corresponding.exists ? corresponding.day - 1 : corresponding.day;
  return endOf(lastDay(last, CLOSES, calendar, stops), CLOSES, calendar);
}
