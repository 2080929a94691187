import { instantOf, localTime } from './period-clock';
import type { WorkingCalendar } from './working-calendar';
import { CLOSES, workingDayFrom } from './working-period';

/** A stretch during which the statutory clock stood still: from the supplement request or suspension to its end. */
export interface ClockStop {
  from: Date;
  until: Date;
}

/**
 * The due day of a period by the calendar: each stop gives back its calendar days, a rest day gives way to the next working
 * day. A stop that began after the nominal last day, in that grace, moves the day the grace had led to.
 */
export function lastDay(
  nominal: number,
  ends: number,
  calendar: WorkingCalendar,
  stops: ClockStop[],
): number {
  let last = nominal;
  for (const stop of stops) {
    if (stop.from.getTime() >= endOf(last, ends, calendar)) last = workingDayFrom(last, calendar);
    last += firstDayEndingFrom(stop.until, ends, calendar) - firstDayEndingFrom(stop.from, ends, calendar);
  }
  return workingDayFrom(last, calendar);
}

/** How many working days had their 18:00 in the stop. */
export function workingDaysEndingIn({ from, until }: ClockStop, calendar: WorkingCalendar): number {
  const beyond = firstDayEndingFrom(until, CLOSES, calendar);
  let day = workingDayFrom(firstDayEndingFrom(from, CLOSES, calendar), calendar);
  let days = 0;
  for (; day < beyond; day = workingDayFrom(day + 1, calendar)) days++;
  return days;
}

/** When the local day is over, where days end as the clocks show `ends`: 18:00, or midnight. */
export function endOf(day: number, ends: number, { timeZone }: WorkingCalendar): number {
  return instantOf({ day, ms: ends }, timeZone);
}

function firstDayEndingFrom(instant: Date, ends: number, { timeZone }: WorkingCalendar): number {
  const { day, ms } = localTime(instant.getTime(), timeZone);
  return ms <= ends ? day : day + 1;
}
