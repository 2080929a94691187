import { GongmunError } from './errors';

const DAY = 86_400_000;

let dangi: Intl.DateTimeFormat | undefined;

/** `month/day` of the Korean lunar calendar; a leap month carries a suffix (`2bis/11`) and so matches no feast. */
function lunarDate(instant: number): { month: string; day: number } {
  if (dangi === undefined) {
    dangi = new Intl.DateTimeFormat('en-u-ca-dangi', { timeZone: 'UTC', month: 'numeric', day: 'numeric' });
    // A runtime built without full ICU data would silently answer in the Gregorian calendar.
    if (dangi.resolvedOptions().calendar !== 'dangi') {
      throw new GongmunError(
        'unavailable',
        'calendar.lunar_missing',
        'This runtime has no Korean lunar calendar.',
      );
    }
  }
  const [month = '', day = ''] = dangi.format(instant).split('/');
  return { month, day: Number(day) };
}

/** The first `month/day` of the lunar calendar at or after `from`, as UTC midnight; steps from month to month. */
function nextLunar(from: number, month: string, day: number): number {
  let instant = from;
  for (;;) {
    const lunar = lunarDate(instant);
    if (lunar.month === month && lunar.day === day) return instant;
    const inMonth = lunar.month === month && lunar.day < day;
    instant += (inMonth ? day - lunar.day : Math.max(1, 30 - lunar.day)) * DAY;
  }
}

/** The days of `year` that the law fixes by the lunar calendar, as UTC midnights. Each search starts before its earliest date. */
export function lunarHolidays(year: number): { seollal: number; buddha: number; chuseok: number } {
  return {
    seollal: nextLunar(Date.UTC(year, 0, 20), '1', 1),
    buddha: nextLunar(Date.UTC(year, 3, 25), '4', 8),
    chuseok: nextLunar(Date.UTC(year, 8, 5), '8', 15),
  };
}
