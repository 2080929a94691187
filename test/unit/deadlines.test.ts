import { addWorkingMinutes, dueAt, reminderAt, workingMinutesBetween } from '../../domain/deadlines';
import { GongmunError } from '../../domain/errors';
import type { Period } from '../../domain/form';
import { type HolidayOverride, type WorkingCalendar, workingCalendar } from '../../domain/working-calendar';

const seoul = korea();
const berlin = plain('Europe/Berlin');

describe('A Korean period', () => {
  // Each case shows its working: what each day contributes. [received, duration, due, working], Seoul time.
  it.each([
    [
      '2026-03-06T16:30',
      'PT3H',
      '2026-03-09T10:30',
      'Fri 16:30-18:00 1.5 h | Sat, Sun | Mon 09:00-10:30 1.5 h',
    ],
    ['2026-03-10T12:20', 'PT3H', '2026-03-10T16:00', 'lunch, so from 13:00 | Tue 13:00-16:00 3 h'],
    ['2026-03-12T18:00', 'PT3H', '2026-03-13T12:00', 'Thu is over at 18:00 sharp | Fri 09:00-12:00 3 h'],
    ['2026-03-11T09:00', 'PT90M', '2026-03-11T10:30', 'Wed 09:00-10:30 90 min'],
    ['2026-03-08T10:00', 'P1D', '2026-03-09T18:00', 'Sun | Mon 09:00-18:00 8 h'],
    [
      '2026-03-09T10:00',
      'P5D',
      '2026-03-16T10:00',
      'Mon 10:00-18:00 7 h | Tue 8 (15) | Wed 8 (23) | Thu 8 (31) | Fri 8 (39) | Sat, Sun | Mon 09:00-10:00 1 h (40)',
    ],
    [
      '2026-03-09T10:00',
      'P6D',
      '2026-03-16T18:00',
      'one day longer than P5D, due the same day: Mon 9 (1) | 10 (2) | 11 (3) | 12 (4) | 13 (5) | Sat, Sun | Mon 16 (6)',
    ],
    [
      '2026-08-14T15:00',
      'P2D',
      '2026-08-19T15:00',
      'Fri 3 h | Sat 15 Liberation Day | Sun | Mon 17 substitute | Tue 8 (11) | Wed 09:00-12:00 3, 13:00-15:00 2 (16)',
    ],
    [
      '2026-02-13T09:30',
      'P6D',
      '2026-02-25T18:00',
      'Fri 13 (1) | Sat, Sun | Mon 16 to Wed 18 Seollal | Thu 19 (2) | Fri 20 (3) | Sat, Sun | 23 (4) | 24 (5) | Wed 25 (6)',
    ],
    [
      '2025-10-02T17:00',
      'P3D',
      '2025-10-14T17:00',
      'Thu 1 h | Fri 3 Foundation Day | Sat | Sun 5 to Tue 7 Chuseok | Wed 8 substitute | Thu 9 Hangeul Day | Fri 10 8 h (9) | Sat, Sun | Mon 13 8 (17) | Tue 14 09:00-12:00 3, 13:00-17:00 4 (24)',
    ],
    [
      '2025-12-31T14:00',
      'P1D',
      '2026-01-02T14:00',
      "Wed 4 h | Thu 1 New Year's Day | Fri 2 09:00-12:00 3, 13:00-14:00 1 (8)",
    ],
    ['2026-06-02T17:00', 'P1D', '2026-06-04T17:00', 'Tue 1 h | Wed 3 election | Thu 4 3 + 4 h (8)'],
    [
      '2026-06-04T11:00',
      'P6D',
      '2026-06-11T18:00',
      'Thu 4 (1) | Fri 5 (2) | Sat 6 Memorial Day, no substitute | Sun | Mon 8 (3) | 9 (4) | 10 (5) | Thu 11 (6)',
    ],
    [
      '2026-04-30T10:00',
      'P2D',
      '2026-05-06T10:00',
      "Thu 7 h | Fri 1 Labor Day | Sat, Sun | Mon 4 8 (15) | Tue 5 Children's Day | Wed 6 09:00-10:00 1 (16)",
    ],
    [
      '2026-07-16T17:00',
      'PT3H',
      '2026-07-20T11:00',
      'Thu 1 h | Fri 17 Constitution Day | Sat, Sun | Mon 2 h (3)',
    ],
    [
      '2023-01-10T14:00',
      'P1M',
      '2023-02-09T18:00',
      'first day 10 January, corresponding 10 February | Thu 9 February',
    ],
    [
      '2024-01-10T14:00',
      'P1M',
      '2024-02-13T18:00',
      'Fri 9 February is the eve of Seollal | Sat 10, Sun 11 Seollal | Mon 12 substitute | Tue 13',
    ],
    ['2025-01-31T09:00', 'P1M', '2025-02-28T18:00', 'no 31 February: its last day, Fri 28'],
    [
      '2024-01-29T10:00',
      'P1M',
      '2024-02-28T18:00',
      'leap year: 29 February corresponds, the day before is Wed 28',
    ],
    ['2024-01-30T10:00', 'P1M', '2024-02-29T18:00', 'no 30 February: its last day, Thu 29'],
    ['2024-02-29T10:00', 'P1Y', '2025-02-28T18:00', 'no 29 February 2025: the last day of the month, Fri 28'],
    ['2024-02-29T10:00', 'P4Y', '2028-02-28T18:00', '29 February 2028 corresponds, the day before is Mon 28'],
    [
      '2026-05-13T10:00',
      'P2W',
      '2026-05-26T18:00',
      'Wed 13 + 14 days = Wed 27 | Tue 26; rest days between do not matter',
    ],
    [
      '2026-05-19T10:00',
      'P1W',
      '2026-05-26T18:00',
      "Tue 19 + 7 = Tue 26 | Mon 25 is the substitute for Buddha's Birthday | Tue 26",
    ],
    [
      '2026-01-10T11:00',
      'P1M',
      '2026-02-11T18:00',
      'Sat: the clock starts on Mon 12 January | Wed 11 February',
    ],
    [
      '2025-12-31T19:00',
      'P1M',
      '2026-02-02T18:00',
      'after hours, Thu 1 is a holiday: starts on Fri 2 January | Sun 1 February | Mon 2 February',
    ],
    ['2026-03-09T10:00', 'P1Y6M', '2027-09-08T18:00', '18 months: 9 September 2027 corresponds | Wed 8'],
  ])('received %s and lasting %s ends %s: %s', (received, duration, due) => {
    expect(dueAt(kst(received), kr(duration), seoul)).toEqual(kst(due));
  });

  it('counts the seconds of the receipt', () => {
    expect(dueAt(new Date('2026-03-10T11:59:30.250+09:00'), kr('PT1H'), seoul)).toEqual(
      new Date('2026-03-10T13:59:30.250+09:00'),
    );
  });
});

describe('A plain period', () => {
  it.each([
    [
      '2026-03-28T12:00+01:00',
      'P1D',
      '2026-03-30T23:59:59.999+02:00',
      'Sat + 1 = Sun 29 (clocks go forward), a rest day | Mon 30',
    ],
    ['2026-03-28T12:00+01:00', 'PT24H', '2026-03-29T13:00+02:00', '24 h elapse, the clock shows 25 h more'],
    ['2026-10-24T12:00+02:00', 'PT24H', '2026-10-25T11:00+01:00', '24 h elapse, the clock shows 23 h more'],
    [
      '2026-01-31T12:00+01:00',
      'P1M',
      '2026-03-02T23:59:59.999+01:00',
      'no 31 February: Sat 28 | Sun | Mon 2 March',
    ],
    ['2026-01-12T23:59+01:00', 'P1M', '2026-02-12T23:59:59.999+01:00', 'same date a month later, a Thursday'],
    [
      '2026-01-12T00:00+01:00',
      'P3D',
      '2026-01-15T23:59:59.999+01:00',
      'Mon not counted | Tue 1 | Wed 2 | Thu 3',
    ],
    ['2024-02-29T08:00+01:00', 'P1Y', '2025-02-28T23:59:59.999+01:00', 'no 29 February 2025: Fri 28'],
  ])('in Berlin received %s and lasting %s ends %s: %s', (received, duration, due) => {
    expect(dueAt(new Date(received), { duration, rule: 'calendar' }, berlin)).toEqual(new Date(due));
  });

  it('keeps to the local day where the clocks go back in between', () => {
    const due = dueAt(new Date('2026-10-26T09:00-04:00'), days('P1W'), plain('America/New_York'));
    expect(due).toEqual(new Date('2026-11-02T23:59:59.999-05:00'));
  });

  it('ends at the last moment of a day after which midnight is skipped', () => {
    // In Cairo Friday 24 April 2026 begins at 01:00.
    const due = dueAt(new Date('2026-04-22T09:00+02:00'), days('P1D'), plain('Africa/Cairo'));
    expect(due).toEqual(new Date('2026-04-23T23:59:59.999+02:00'));
  });

  it('moves off the holidays of its country', () => {
    // 11 February + 7 = Wed 18, the day after Seollal: Thu 19.
    expect(dueAt(kst('2026-02-11T10:00'), days('P7D'), seoul)).toEqual(kst('2026-02-19T23:59:59.999'));
  });
});

describe('A period that cannot be counted is refused', () => {
  it.each([
    ...[
      '',
      'P',
      'PT',
      'P1DT',
      'P0D',
      'PT0H',
      'P-1D',
      '-P1D',
      'P1.5D',
      'P1,5D',
      'PT0.5H',
      '7D',
      'p7d',
      ' P7D',
      'P7D\n',
    ],
    ...['P1M3D', 'P1Y1W', 'P1DT3H', 'PT30S', 'P31Y', 'P361M', 'P1566W', 'P20000D', 'P30Y1M', 'P1S', '3 days'],
    `P${'9'.repeat(400)}D`,
  ])('by either rule: %j', (duration) => {
    for (const rule of ['kr', 'calendar'] as const) {
      expect(refusal(() => dueAt(kst('2026-03-09T10:00'), { duration, rule }, seoul))).toEqual({
        kind: 'bad_request',
        code: 'form.period_invalid',
      });
    }
  });

  it('by the Korean rule alone: more hours than five days hold', () => {
    expect(dueAt(kst('2026-03-09T09:00'), kr('PT40H'), seoul)).toEqual(kst('2026-03-13T18:00'));
    expect(refusal(() => dueAt(kst('2026-03-09T09:00'), kr('PT41H'), seoul)).code).toBe(
      'form.period_invalid',
    );
    expect(dueAt(kst('2026-03-09T09:00'), days('PT41H'), seoul)).toEqual(kst('2026-03-11T02:00'));
  });

  it('but thirty years are counted', () => {
    expect(dueAt(kst('2026-03-09T10:00'), kr('P30Y'), seoul)).toEqual(kst('2056-03-08T18:00'));
  });
});

describe('A stopped clock', () => {
  it('gives back working time to a period in hours', () => {
    // Without: Mon 10:00 + 16 h = Wed 10:00. Stopped Mon 11-12 1 h, 13-18 5 h, Tue 09-11 2 h = 8 h: Thu 10:00.
    const stops = [stop('2026-03-09T11:00', '2026-03-10T11:00')];
    expect(dueAt(kst('2026-03-09T10:00'), kr('P2D'), seoul, { stops })).toEqual(kst('2026-03-12T10:00'));
  });

  it('gives back to a period in days the working days that ended in it', () => {
    // Without: Mon 16. Tue 10 and Wed 11 ended in the first stop, none in the second, Fri 13 in the third: Thu 19.
    const stops = [
      stop('2026-03-10T14:00', '2026-03-12T10:00'),
      stop('2026-03-12T11:00', '2026-03-12T17:00'),
      stop('2026-03-13T17:00', '2026-03-15T20:00'),
    ];
    expect(dueAt(kst('2026-03-09T10:00'), kr('P6D'), seoul, { stops })).toEqual(kst('2026-03-19T18:00'));
  });

  it('gives back calendar days to months', () => {
    // Without: Thu 9 February. 20, 21, 22, 23 and 24 January ended in the stop: Tue 14 February.
    const stops = [stop('2023-01-20T10:00', '2023-01-25T10:00')];
    expect(dueAt(kst('2023-01-10T14:00'), kr('P1M'), seoul, { stops })).toEqual(kst('2023-02-14T18:00'));
  });

  it('gives back from the moved day where it stopped after the nominal end', () => {
    // Nominal end Sun 9 February 2025, moved to Mon 10; stopped Mon and Tue: Wed 12.
    const stops = [stop('2025-02-10T10:00', '2025-02-12T10:00')];
    expect(dueAt(kst('2025-01-10T14:00'), kr('P1M'), seoul, { stops })).toEqual(kst('2025-02-12T18:00'));
  });

  it('gives back elapsed hours and midnights under the plain rule', () => {
    const stops = [{ from: new Date('2026-01-13T10:00+01:00'), until: new Date('2026-01-14T12:00+01:00') }];
    const received = new Date('2026-01-12T10:00+01:00');
    expect(dueAt(received, days('PT48H'), berlin, { stops })).toEqual(new Date('2026-01-15T12:00+01:00'));
    expect(dueAt(received, days('P2D'), berlin, { stops })).toEqual(
      new Date('2026-01-15T23:59:59.999+01:00'),
    );
  });
});

describe('An extension', () => {
  it('makes the period that much longer, in the same way of counting', () => {
    // Mon 9 March + 80 working hours, not 10 days: Mon 23 March 10:00.
    const hours = dueAt(kst('2026-03-09T10:00'), kr('P5D'), seoul, { extension: kr('P5D') });
    expect(hours).toEqual(kst('2026-03-23T10:00'));
    // 7 + 3 = 10 days: 9 to 13 March are 5, 16 to 20 March 5 more.
    const inDays = dueAt(kst('2026-03-09T10:00'), kr('P7D'), seoul, { extension: kr('P3D') });
    expect(inDays).toEqual(kst('2026-03-20T18:00'));
  });

  it.each([
    [kr('P7D'), kr('P8D'), 'longer than the period'],
    [kr('P1M'), kr('P10D'), 'of another unit'],
    [kr('P7D'), days('P7D'), 'of another rule'],
  ])('of %j by %j is refused: %s', (period, extension) => {
    expect(refusal(() => dueAt(kst('2026-03-09T10:00'), period, seoul, { extension })).code).toBe(
      'form.period_invalid',
    );
  });
});

describe('An override of the calendar', () => {
  it('that declares a holiday moves a due day behind it', () => {
    const calendar = korea({ date: '2026-03-16', effect: 'declared' });
    expect(dueAt(kst('2026-03-09T10:00'), kr('P6D'), calendar)).toEqual(kst('2026-03-17T18:00'));
    expect(dueAt(kst('2026-03-09T10:00'), kr('P5D'), calendar)).toEqual(kst('2026-03-17T10:00'));
  });

  it('that withdraws a holiday makes it a working day, but never a weekend day', () => {
    const calendar = korea(
      { date: '2026-06-03', effect: 'withdrawn' },
      { date: '2026-06-06', effect: 'withdrawn' },
    );
    expect(dueAt(kst('2026-06-02T17:00'), kr('P1D'), calendar)).toEqual(kst('2026-06-03T17:00'));
    expect(dueAt(kst('2026-06-05T17:00'), kr('P1D'), calendar)).toEqual(kst('2026-06-08T17:00'));
  });

  it('is undone by a later one for the same date', () => {
    const calendar = korea(
      { date: '2026-03-16', effect: 'declared' },
      { date: '2026-03-16', effect: 'withdrawn' },
    );
    expect(calendar.isHoliday('2026-03-16')).toBe(false);
  });

  it('gives a country without a table of its own its holidays', () => {
    const overrides: HolidayOverride[] = [{ date: '2026-04-03', effect: 'declared' }];
    const calendar = workingCalendar({ timeZone: 'Europe/Berlin', country: 'none', overrides });
    // Thu 2 April + 1 = Good Friday | Sat, Sun | Mon 6.
    expect(dueAt(new Date('2026-04-02T12:00+02:00'), days('P1D'), calendar)).toEqual(
      new Date('2026-04-06T23:59:59.999+02:00'),
    );
  });

  it.each(['2026-02-30', '2026-2-3', '', '20260203', '2026-02-03T00:00Z'])(
    'for no date is refused: %j',
    (date) => {
      expect(refusal(() => korea({ date, effect: 'declared' }))).toEqual({
        kind: 'bad_request',
        code: 'calendar.date_invalid',
      });
    },
  );
});

describe('A calendar', () => {
  it('of an unknown time zone is refused', () => {
    expect(refusal(() => plain('Asia/Atlantis')).code).toBe('calendar.time_zone_invalid');
  });

  it('without any working day is refused when it is used, not searched for ever', () => {
    const calendar: WorkingCalendar = { timeZone: 'Asia/Seoul', isHoliday: () => true };
    expect(refusal(() => dueAt(kst('2026-03-09T10:00'), kr('P6D'), calendar)).code).toBe(
      'calendar.no_working_day',
    );
  });
});

describe('The reminder', () => {
  it.each([
    ['2026-03-09T10:00', 'P6D', '2026-03-16T09:00', 'due Mon 18:00: 8 working hours earlier'],
    ['2026-03-09T10:00', 'P3D', '2026-03-11T10:00', 'due Thu 10:00: 8 working hours earlier'],
    ['2026-03-09T10:00', 'P1D', '2026-03-09T15:00', '8 h in all: after 4, Mon 10-12 and 13-15'],
    ['2026-03-10T10:00', 'PT3H', '2026-03-10T11:30', '3 h in all: after 1.5'],
    ['2026-03-07T10:00', 'PT3H', '2026-03-09T10:30', 'received on Saturday: 1.5 h into Monday'],
  ])('for what was received %s and lasts %s goes out %s: %s', (received, duration, expected) => {
    const due = dueAt(kst(received), kr(duration), seoul);
    expect(reminderAt(kst(received), due, seoul)).toEqual(kst(expected));
  });

  it('halves a period that holds no working time', () => {
    const received = new Date('2026-01-11T10:00+01:00');
    const due = dueAt(received, days('PT2H'), berlin);
    expect(reminderAt(received, due, berlin)).toEqual(new Date('2026-01-11T11:00+01:00'));
  });

  it('is never before receipt', () => {
    expect(reminderAt(kst('2026-03-09T10:00'), kst('2026-03-02T10:00'), seoul)).toEqual(
      kst('2026-03-09T10:00'),
    );
  });
});

describe('Working minutes', () => {
  it('are counted without lunch, nights, weekends and holidays', () => {
    // Fri 11:30-12:00 30, 13:00-18:00 300 | Sat, Sun, Mon 2 March substitute | Tue 09:00-09:45 45.
    expect(workingMinutesBetween(kst('2026-02-27T11:30'), kst('2026-03-03T09:45'), seoul)).toBe(375);
    expect(addWorkingMinutes(kst('2026-02-27T11:30'), 375, seoul)).toEqual(kst('2026-03-03T09:45'));
  });

  it('are none where the end is not later than the start', () => {
    expect(workingMinutesBetween(kst('2026-03-03T10:00'), kst('2026-03-02T10:00'), seoul)).toBe(0);
  });
});

function korea(...overrides: HolidayOverride[]): WorkingCalendar {
  return workingCalendar({ timeZone: 'Asia/Seoul', country: 'KR', overrides });
}

function plain(timeZone: string): WorkingCalendar {
  return workingCalendar({ timeZone, country: 'none', overrides: [] });
}

function kst(local: string): Date {
  return new Date(`${local}+09:00`);
}

function kr(duration: string): Period {
  return { duration, rule: 'kr' };
}

function days(duration: string): Period {
  return { duration, rule: 'calendar' };
}

function stop(from: string, until: string) {
  return { from: kst(from), until: kst(until) };
}

function refusal(act: () => unknown): { kind: string; code: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof GongmunError) return { kind: error.kind, code: error.code };
    throw error;
  }
  throw new Error('It was not refused.');
}
