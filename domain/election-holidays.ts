import type { Words } from './words';

const DAY = 86_400_000;
const WEDNESDAY = 3;

interface ElectionHoliday {
  /** UTC midnight of the day. */
  day: number;
  name: Words;
}

/**
 * Polling days of elections held because a term ends (Public Official Election Act art. 34): the first Wednesday from 70
 * (president), 50 (National Assembly) or 30 (local) days before the term's last day; a week later where that Wednesday,
 * its eve or its morrow is a holiday listed in art. 2 nos. 1 to 10 of the regulation (`listed`, UTC midnights). Only these are
 * holidays by the regulation itself (art. 2 no. 10-2); an election for a vacancy (2017, 2025) is a temporary holiday.
 */
export function electionHolidays(year: number, listed: ReadonlySet<number>): ElectionHoliday[] {
  return termEnds(year).map(({ end, daysBefore, name }) => {
    const earliest = end - daysBefore * DAY;
    const wednesday = earliest + ((WEDNESDAY - new Date(earliest).getUTCDay() + 7) % 7) * DAY;
    const touched = [wednesday - DAY, wednesday, wednesday + DAY].some((day) => listed.has(day));
    return { day: touched ? wednesday + 7 * DAY : wednesday, name };
  });
}

function termEnds(year: number): { end: number; daysBefore: number; name: Words }[] {
  const ends = [];
  if (isPresidentialYear(year)) {
    // The term begun by the election of 3 June 2025 ends on 3 June; the one before ended on 9 May 2022.
    const end = year === 2022 ? Date.UTC(2022, 4, 9) : Date.UTC(year, 5, 3);
    ends.push({ end, daysBefore: 70, name: { ko: '대통령선거', en: 'Presidential election' } });
  }
  if (year % 4 === 0) {
    const assembly = 21 + (year - 2020) / 4;
    const name = { ko: `제${assembly}대 국회의원선거`, en: `National Assembly election (no. ${assembly})` };
    ends.push({ end: Date.UTC(year, 4, 29), daysBefore: 50, name });
  }
  if (year % 4 === 2) {
    const name = { ko: '전국동시지방선거', en: 'Local elections' };
    ends.push({ end: Date.UTC(year, 5, 30), daysBefore: 30, name });
  }
  return ends;
}

/** Five-year terms; a term cut short moves the rhythm and is entered here when it happens. */
function isPresidentialYear(year: number): boolean {
  return year === 2022 || (year >= 2030 && year % 5 === 0);
}
