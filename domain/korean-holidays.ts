import { electionHolidays } from './election-holidays';
import { lunarHolidays } from './lunar-holidays';
import { temporaryHolidays } from './temporary-holidays';
import type { Words } from './words';

const DAY = 86_400_000;

interface Statutory {
  /** UTC midnight of the day. */
  day: number;
  name: Words;
  /** Whose substitute it is called: the three days of a feast share one name. */
  group: Words;
  /** Whether a lost one is given back: from when on, and whether a Saturday counts as lost. */
  substitute: { since: string; weekend: 'sunday' | 'both' } | undefined;
}

// Presidential decrees that widened art. 3 of the regulation, by the day they took effect.
const since2013 = '2013-11-05'; // Seollal, Chuseok, Children's Day
const since2021 = '2021-08-04'; // the national days
const since2023 = '2023-05-04'; // Buddha's Birthday, Christmas

const words = (ko: string, en: string): Words => ({ ko, en });

/**
 * Art. 2 of the regulation, days of the solar calendar. `from` and since-dates of 2026: Public Holidays Act as amended on
 * 10 February 2026 (Constitution Day, in force 11 May 2026) and in April 2026 (Labor Day, in force for 1 May 2026); both have
 * substitutes, as the official almanac (월력요항) for 2027 shows: 3 May and 19 July 2027.
 */
const solar: { date: string; name: Words; from?: string; since?: string }[] = [
  { date: '01-01', name: words('1월 1일', "New Year's Day") },
  { date: '03-01', name: words('3ㆍ1절', 'Independence Movement Day'), since: since2021 },
  { date: '05-01', name: words('노동절', 'Labor Day'), from: '2026-05-01', since: '2026-05-01' },
  { date: '05-05', name: words('어린이날', "Children's Day"), since: since2013 },
  { date: '06-06', name: words('현충일', 'Memorial Day') },
  { date: '07-17', name: words('제헌절', 'Constitution Day'), from: '2026-05-11', since: '2026-05-11' },
  { date: '08-15', name: words('광복절', 'Liberation Day'), since: since2021 },
  { date: '10-03', name: words('개천절', 'National Foundation Day'), since: since2021 },
  { date: '10-09', name: words('한글날', 'Hangeul Day'), from: '2013-01-01', since: since2021 },
  { date: '12-25', name: words('기독탄신일', 'Christmas Day'), since: since2023 },
];

const byYear = new Map<number, { date: string; name: Words }[]>();

/**
 * Korea's public holidays of a year by date, derived from the regulation on public holidays of public offices (관공서의 공휴일에
 * 관한 규정): its list, its substitutes, regular elections, and the temporary holidays known. Complete from 2014 on. A date
 * that is a holiday twice over appears twice. Sundays, holidays in the law's words, are left to whoever knows weekends.
 */
export function koreanHolidays(year: number): { date: string; name: Words }[] {
  let days = byYear.get(year);
  if (days === undefined) {
    days = derive(year);
    byYear.set(year, days);
  }
  return [...days];
}

function derive(year: number): { date: string; name: Words }[] {
  const statutory = statutoryHolidays(year);
  const temporary = temporaryHolidays.filter(({ date }) => date.startsWith(`${year}-`));
  const listed = new Set(statutory.map(({ day }) => day));
  const elections = electionHolidays(year, listed);
  const others = [...elections.map(({ day }) => day), ...temporary.map(({ date }) => Date.parse(date))];
  const substitutes = substituteHolidays(statutory, new Set([...listed, ...others]));
  const derived = [...statutory, ...substitutes, ...elections].map(({ day, name }) => ({
    date: dateOf(day),
    name,
  }));
  return [...derived, ...temporary].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** In the order in which a coincidence names its substitute: the last one gives the name (6 May 2025, 6 October 2017). */
function statutoryHolidays(year: number): Statutory[] {
  const { seollal, buddha, chuseok } = lunarHolidays(year);
  const fixed = solar
    .map(({ date, ...rest }) => ({ date: `${year}-${date}`, ...rest }))
    .filter(({ date, from }) => from === undefined || date >= from)
    .map(({ date, name, since }) => {
      const substitute = since === undefined ? undefined : { since, weekend: 'both' as const };
      return { day: Date.parse(date), name, group: name, substitute };
    });
  const buddhaName = words('부처님 오신 날', "Buddha's Birthday");
  const birthday: Statutory = {
    day: buddha,
    name: buddhaName,
    group: buddhaName,
    /** Whether a lost one is given back: from when on, and whether a Saturday counts as lost. */
    substitute: { since: since2023, weekend: 'both' },
  };
  return [
    ...fixed,
    birthday,
    ...feast(seollal, words('설날', 'Seollal')),
    ...feast(chuseok, words('추석', 'Chuseok')),
  ];
}

/** Seollal and Chuseok: the day, its eve and its morrow; a Saturday among them is not given back (art. 3 no. 2). */
function feast(day: number, group: Words): Statutory[] {
  const substitute = { since: since2013, weekend: 'sunday' as const };
  return [
    { day: day - DAY, name: words(`${group.ko} 전날`, `${group.en} Eve`), group, substitute },
    { day, name: group, group, substitute },
    { day: day + DAY, name: words(`${group.ko} 다음 날`, `Day after ${group.en}`), group, substitute },
  ];
}

/**
 * Art. 3: each lost day of rest is given back on the first day after it that is neither a holiday nor a weekend day. A
 * holiday on a weekend loses its day; of several on one weekday all but one lose theirs (so 2025 got one day for 5 May).
 * Adds what it finds to `taken`.
 */
function substituteHolidays(statutory: Statutory[], taken: Set<number>): { day: number; name: Words }[] {
  const days = [...new Set(statutory.map(({ day }) => day))].sort((a, b) => a - b);
  const lost = days.flatMap((day) => lostOn(day, statutory));
  return lost.map(({ day, group }) => {
    const given = nextFreeDay(day, taken);
    taken.add(given);
    return { day: given, name: words(`대체공휴일(${group.ko})`, `Substitute holiday (${group.en})`) };
  });
}

function lostOn(day: number, statutory: Statutory[]): Statutory[] {
  const holidays = statutory.filter((holiday) => holiday.day === day);
  const weekday = new Date(day).getUTCDay();
  const date = dateOf(day);
  const entitled = holidays.filter(({ substitute }) => substitute !== undefined && date >= substitute.since);
  if (weekday === 0) return entitled;
  if (weekday === 6) return entitled.filter(({ substitute }) => substitute?.weekend === 'both');
  return holidays.length > 1 ? entitled.slice(-(holidays.length - 1)) : [];
}

function nextFreeDay(after: number, taken: Set<number>): number {
  let day = after + DAY;
  while (taken.has(day) || isWeekend(day)) day += DAY;
  return day;
}

const isWeekend = (day: number): boolean => [0, 6].includes(new Date(day).getUTCDay());

const dateOf = (day: number): string => new Date(day).toISOString().slice(0, 10);
