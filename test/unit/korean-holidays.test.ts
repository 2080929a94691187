import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { koreanHolidays } from '../../domain/korean-holidays';

const folder = join(
  process.env.GONGMUN_CONFORMANCE_DIR ?? join(__dirname, '../../../shared/conformance'),
  'holidays-kr',
);

if (existsSync(folder)) {
  describe('Korean holidays of a published calendar', () => {
    const years = readdirSync(folder).map((name) => Number(name.replace('.json', '')));

    it('cover 2018 to 2025', () => {
      expect(years.sort()).toEqual([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025]);
    });

    it.each(years)('are the derived ones, day for day and name for name, in %i', (year) => {
      expect(byDate(year)).toEqual(
        withoutSpaces(JSON.parse(readFileSync(join(folder, `${year}.json`), 'utf8'))),
      );
    });
  });
} else {
  describe.skip(`Korean holidays of a published calendar: ${folder} is absent`, () => {
    it('are the derived ones', () => {});
  });
}

describe('Korean holidays', () => {
  it('of 2026 have Seollal from 16 to 18 February, the local elections, and the two days added by law that year', () => {
    expect(dates(2026)).toEqual([
      ...['01-01', '02-16', '02-17', '02-18', '03-01', '03-02', '05-01', '05-05', '05-24', '05-25', '06-03'],
      ...['06-06', '07-17', '08-15', '08-17', '09-24', '09-25', '09-26', '10-03', '10-05', '10-09', '12-25'],
    ]);
  });

  it('of 2027 are those of the official almanac, with substitutes for Labor Day, Constitution Day and Christmas', () => {
    expect(dates(2027)).toEqual([
      ...['01-01', '02-06', '02-07', '02-08', '02-09', '03-01', '05-01', '05-03', '05-05', '05-13', '06-06'],
      ...['07-17', '07-19', '08-15', '08-16', '09-14', '09-15', '09-16', '10-03', '10-04', '10-09', '10-11'],
      ...['12-25', '12-27'],
    ]);
  });

  it.each([
    ['2014-09-10', '대체공휴일(추석)', 'the eve of Chuseok was the first Sunday given back'],
    [
      '2017-10-06',
      '대체공휴일(추석)',
      'the eve of Chuseok coincided with National Foundation Day on a Tuesday',
    ],
    ['2021-08-16', '대체공휴일(광복절)', 'the first national day after the rule of 4 August 2021'],
    ['2025-05-06', '대체공휴일(부처님 오신 날)', 'two holidays on one Monday lose one day, not two'],
    ['2028-10-05', '대체공휴일(추석)', 'Chuseok coincides with National Foundation Day'],
    ['2036-10-06', '대체공휴일(추석)', 'one of two days lost: 3 October doubly taken …'],
    ['2036-10-07', '대체공휴일(추석)', '… and Sunday 5 October, the day after Chuseok'],
    ['2030-06-12', '전국동시지방선거', '5 June is the eve of Memorial Day, so the election is a week later'],
    ['2028-04-12', '제23대 국회의원선거', 'the first Wednesday from 9 April'],
  ])('have %s (%s): %s', (date, name) => {
    const found = koreanHolidays(Number(date.slice(0, 4))).filter((holiday) => holiday.date === date);
    expect(found.map((holiday) => holiday.name.ko)).toEqual([name]);
  });

  it.each([
    ['2021-05-20', "Buddha's Birthday had no substitute yet, and fell on a Wednesday"],
    ['2021-12-27', 'Christmas on a Saturday had none before May 2023'],
    ['2022-05-09', "Buddha's Birthday on a Sunday had none before May 2023"],
    ['2022-01-03', "New Year's Day never has one"],
    ['2026-06-08', 'nor has Memorial Day'],
    ['2026-09-28', 'a Saturday among the days of Chuseok is not given back'],
    ['2025-05-01', 'Labor Day was not a holiday of public offices before 2026'],
    ['2025-07-17', 'nor was Constitution Day'],
  ])('do not have %s: %s', (date) => {
    expect(koreanHolidays(Number(date.slice(0, 4))).map((holiday) => holiday.date)).not.toContain(date);
  });

  it('carry English names', () => {
    const names = Object.fromEntries(koreanHolidays(2026).map(({ date, name }) => [date, name.en]));
    expect(names).toMatchObject({
      '2026-02-16': 'Seollal Eve',
      '2026-03-02': 'Substitute holiday (Independence Movement Day)',
      '2026-06-03': 'Local elections',
    });
  });

  it('are not changed by what a caller does to the list', () => {
    koreanHolidays(2026).pop();
    expect(dates(2026)).toHaveLength(22);
  });
});

function dates(year: number): string[] {
  return koreanHolidays(year).map(({ date }) => date.slice(5));
}

function byDate(year: number): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { date, name } of koreanHolidays(year)) {
    found[date] = [...(found[date] ?? []), name.ko];
  }
  return withoutSpaces(found);
}

/** The published names are spaced now one way, now another (`제21대 국회의원선거`, `제22대국회의원선거`). */
function withoutSpaces(names: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(names).map(([date, each]) => [date, each.map((name) => name.replaceAll(' ', ''))]),
  );
}
