import type { Period } from './form';
import { dueByCalendar, dueInHours, dueInWorkingDays } from './korean-period';
import { type CountedPeriod, countPeriod, invalidPeriod } from './period';
import type { ClockStop } from './period-stops';
import { plainDue } from './plain-period';
import type { WorkingCalendar } from './working-calendar';
import { WORKDAY, workingTimeAfter, workingTimeBetween } from './working-period';

export { addWorkingMinutes, workingMinutesBetween } from './working-period';

/** What happened to the clock since receipt. */
interface ClockChanges {
  /** Over, in order, and not overlapping. */
  stops?: ClockStop[];
  /** In the unit of the period itself; under `kr` at most as long. */
  extension?: Period;
}

/**
 * The instant at which the period that began with `receivedAt` is over.
 *
 * `kr` (Civil Petitions Treatment Act art. 19, Civil Act art. 159 to 161): the clock starts at receipt, outside working hours
 * at the next working minute. Hours, and up to 5 days at 8 hours each, are working time. 6 days and more are working days,
 * the first included, and end at 18:00. Weeks, months and years end the day before the one that corresponds to the first
 * day (where the month has none, on its last day), on a rest day the next working day, at 18:00.
 *
 * `calendar` (as Regulation (EEC, Euratom) 1182/71 art. 3, without its two-working-days minimum): hours are hours of elapsed
 * time. Of days, weeks, months and years the day of receipt is not counted; the last day runs to its end, given as
 * 23:59:59.999 so that the date shown is the due date; a rest day gives way to the next working day.
 *
 * A stop gives back what it stopped, in the unit of the period: time, or the days whose end (18:00, or midnight) fell in it.
 * An extension is counted as if the period had been that much longer from the start.
 *
 * Throws `form.period_invalid`.
 */
export function dueAt(
  receivedAt: Date,
  period: Period,
  calendar: WorkingCalendar,
  changes: ClockChanges = {},
): Date {
  const original = countPeriod(period);
  const extended = {
    ...original,
    amount: original.amount + extensionOf(period, original, changes.extension),
  };
  const count = counting(period, original);
  return new Date(count(receivedAt.getTime(), extended, calendar, changes.stops ?? []));
}

/**
 * When the office is reminded: 8 working hours before the due instant, or after half of the working time where there are
 * less than 16 hours of it; at an opening hour, never before receipt. A period that holds no working time (hours over a
 * weekend under `calendar`) is halved as it runs.
 */
export function reminderAt(receivedAt: Date, due: Date, calendar: WorkingCalendar): Date {
  const received = receivedAt.getTime();
  const total = workingTimeBetween(received, due.getTime(), calendar);
  if (total === 0) return new Date(received + Math.max(0, due.getTime() - received) / 2);
  return new Date(workingTimeAfter(received, total - Math.min(WORKDAY, total / 2), calendar));
}

/** The way of counting is settled by the period as the form has it; an extension does not turn hours into days. */
function counting({ rule }: Period, { unit, amount }: CountedPeriod): typeof plainDue {
  if (rule === 'calendar') return plainDue;
  if (unit === 'minutes' || (unit === 'days' && amount <= 5)) return dueInHours;
  return unit === 'days' ? dueInWorkingDays : dueByCalendar;
}

function extensionOf(period: Period, original: CountedPeriod, extension: Period | undefined): number {
  if (extension === undefined) return 0;
  const { unit, amount } = countPeriod(extension);
  if (unit !== original.unit || extension.rule !== period.rule) {
    throw invalidPeriod('An extension is counted like the period itself, in the same unit.');
  }
  if (period.rule === 'kr' && amount > original.amount) {
    throw invalidPeriod('An extension is at most as long as the period itself.');
  }
  return amount;
}
