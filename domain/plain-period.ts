import type { CountedPeriod } from './period';
import { DAY, localTime, MINUTE } from './period-clock';
import { monthsLater } from './period-months';
import { type ClockStop, endOf, lastDay } from './period-stops';
import type { WorkingCalendar } from './working-calendar';

/** The due instant under the rule `calendar`; see `dueAt`. */
export function plainDue(
  received: number,
  { unit, amount }: CountedPeriod,
  calendar: WorkingCalendar,
  stops: ClockStop[],
): number {
  if (unit === 'minutes') {
    const stopped = stops.map(({ from, until }) => until.getTime() - from.getTime());
    return stopped.reduce((sum, each) => sum + each, received + amount * MINUTE);
  }
  const { day } = localTime(received, calendar.timeZone);
  const last = unit === 'months' ? monthsLater(day, amount).day : day + amount * (unit === 'weeks' ? 7 : 1);
  return endOf(lastDay(last, DAY, calendar, stops), DAY, calendar) - 1;
}
