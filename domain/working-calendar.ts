import { GongmunError } from './errors';
import { koreanHolidays } from './korean-holidays';
import { isTimeZone } from './period-clock';

/** An administrator's word on one day: a holiday declared, or one that was on the books withdrawn. */
export interface HolidayOverride {
  /** `YYYY-MM-DD`, a date of the office's own calendar. */
  date: string;
  effect: 'declared' | 'withdrawn';
}

/** Which days an office rests. Saturdays and Sundays are never working days, whatever `isHoliday` says of them. */
export interface WorkingCalendar {
  /** IANA name, `Asia/Seoul`. */
  timeZone: string;
  /** True on a public holiday; of a plain weekend day it says nothing. `date` is `YYYY-MM-DD`. The same date always gets the same answer. */
  isHoliday(date: string): boolean;
}

/**
 * The calendar of an office: the country's holidays and the office's overrides, of which the last one for a date holds.
 * Refuses an unknown time zone (`calendar.time_zone_invalid`) and an override that is not a date (`calendar.date_invalid`).
 */
export function workingCalendar(input: {
  timeZone: string;
  country: string;
  overrides: HolidayOverride[];
}): WorkingCalendar {
  if (!isTimeZone(input.timeZone)) {
    throw new GongmunError(
      'bad_request',
      'calendar.time_zone_invalid',
      'There is no time zone of that name.',
    );
  }
  input.overrides.forEach(checkDate);
  const overrides = new Map(input.overrides.map(({ date, effect }) => [date, effect === 'declared']));
  const isPublicHoliday = input.country === 'KR' ? isKoreanHoliday : () => false;
  return {
    timeZone: input.timeZone,
    isHoliday: (date) => overrides.get(date) ?? isPublicHoliday(date),
  };
}

const koreanDates = new Map<string, Set<string>>();

function isKoreanHoliday(date: string): boolean {
  const year = date.slice(0, 4);
  let dates = koreanDates.get(year);
  if (dates === undefined) {
    dates = new Set(koreanHolidays(Number(year)).map((holiday) => holiday.date));
    koreanDates.set(year, dates);
  }
  return dates.has(date);
}

function checkDate({ date }: HolidayOverride): void {
  const instant = Date.parse(date);
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== date) {
    throw new GongmunError('bad_request', 'calendar.date_invalid', 'A holiday needs a date like 2026-06-03.');
  }
}
