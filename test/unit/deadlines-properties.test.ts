import fc from 'fast-check';
import { addWorkingMinutes, dueAt, reminderAt, workingMinutesBetween } from '../../domain/deadlines';
import type { Period } from '../../domain/form';
import { type HolidayOverride, workingCalendar } from '../../domain/working-calendar';

const seoul = korea([]);
const MINUTE = 60_000;

const instant = fc.date({
  min: new Date('2018-01-01T00:00Z'),
  max: new Date('2034-12-31T00:00Z'),
  noInvalidDate: true,
});
const duration = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((n) => `PT${n}H`),
  fc.integer({ min: 1, max: 90 }).map((n) => `P${n}D`),
  fc.integer({ min: 1, max: 20 }).map((n) => `P${n}W`),
  fc.integer({ min: 1, max: 40 }).map((n) => `P${n}M`),
  fc.integer({ min: 1, max: 5 }).map((n) => `P${n}Y`),
);
const korean = duration.map((each): Period => ({ duration: each, rule: 'kr' }));
const counted = fc
  .record({ duration, rule: fc.constantFrom('kr' as const, 'calendar' as const) })
  .map((each): Period => each);
const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'UTC',
  'Africa/Cairo',
);

describe('For every receipt and period', () => {
  it('the due instant is not before the receipt', () => {
    fc.assert(
      fc.property(instant, counted, (received, period) => {
        expect(dueAt(received, period, seoul).getTime()).toBeGreaterThanOrEqual(received.getTime());
      }),
    );
  });

  it('a Korean one is due within working hours of a working day', () => {
    fc.assert(
      fc.property(instant, korean, (received, period) => {
        const { date, weekday, time } = seoulClock(dueAt(received, period, seoul));
        expect(['Sat', 'Sun']).not.toContain(weekday);
        expect(seoul.isHoliday(date)).toBe(false);
        expect((time > '09:00' && time <= '12:00:00') || (time > '13:00' && time <= '18:00:00')).toBe(true);
      }),
    );
  });

  it('a Korean one of six days or more, or by the calendar, is due at 18:00', () => {
    fc.assert(
      fc.property(instant, korean, (received, period) => {
        fc.pre(!/^PT|^P[1-5]D$/.test(period.duration));
        expect(seoulClock(dueAt(received, period, seoul)).time).toBe('18:00:00');
      }),
    );
  });

  it('who comes later is not due earlier', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 90 * 24 * 60 }), counted, (received, later, period) => {
        const after = new Date(received.getTime() + later * MINUTE);
        expect(dueAt(after, period, seoul).getTime()).toBeGreaterThanOrEqual(
          dueAt(received, period, seoul).getTime(),
        );
      }),
    );
  });

  it('a further holiday never moves the due instant forward', () => {
    const date = fc.date({ min: new Date('2018-01-01'), max: new Date('2040-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, counted, fc.array(date, { maxLength: 5 }), (received, period, declared) => {
        const dates = [...declared, received].map((each) => each.toISOString().slice(0, 10));
        const calendar = korea(dates.map((each) => ({ date: each, effect: 'declared' })));
        expect(dueAt(received, period, calendar).getTime()).toBeGreaterThanOrEqual(
          dueAt(received, period, seoul).getTime(),
        );
      }),
    );
  });

  it('a stop never moves the due instant forward, and what was not overdue when it began is not when it ends', () => {
    const minutesLong = fc.integer({ min: 0, max: 30 * 24 * 60 });
    const share = fc.double({ min: 0, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(instant, counted, share, minutesLong, (received, period, at, minutes) => {
        const due = dueAt(received, period, seoul);
        const from = new Date(received.getTime() + at * (due.getTime() - received.getTime()));
        const until = new Date(from.getTime() + minutes * MINUTE);
        const stopped = dueAt(received, period, seoul, { stops: [{ from, until }] });
        expect(stopped.getTime()).toBeGreaterThanOrEqual(due.getTime());
        expect(stopped.getTime()).toBeGreaterThanOrEqual(until.getTime());
      }),
    );
  });

  it('the reminder lies between receipt and due instant', () => {
    fc.assert(
      fc.property(instant, counted, (received, period) => {
        const due = dueAt(received, period, seoul);
        const reminder = reminderAt(received, due, seoul);
        expect(reminder.getTime()).toBeGreaterThanOrEqual(received.getTime());
        expect(reminder.getTime()).toBeLessThan(due.getTime());
      }),
    );
  });

  it('working minutes added are the working minutes between', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 20_000 }), (received, minutes) => {
        expect(workingMinutesBetween(received, addWorkingMinutes(received, minutes, seoul), seoul)).toBe(
          minutes,
        );
      }),
    );
  });

  it('a plain one ends with a local day, whatever the clocks of the zone do', () => {
    fc.assert(
      fc.property(instant, duration, zone, (received, each, timeZone) => {
        fc.pre(!each.startsWith('PT'));
        const calendar = workingCalendar({ timeZone, country: 'none', overrides: [] });
        const due = dueAt(received, { duration: each, rule: 'calendar' }, calendar);
        const shown = clock(due, timeZone);
        expect(shown.time).toBe('23:59:59');
        expect(['Sat', 'Sun']).not.toContain(shown.weekday);
        expect(clock(new Date(due.getTime() + 1), timeZone).date > shown.date).toBe(true);
      }),
    );
  });
});

function korea(overrides: HolidayOverride[]) {
  return workingCalendar({ timeZone: 'Asia/Seoul', country: 'KR', overrides });
}

function seoulClock(at: Date) {
  return clock(at, 'Asia/Seoul');
}

function clock(at: Date, timeZone: string): { date: string; weekday: string; time: string } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: parts.weekday ?? '',
    time: `${parts.hour}:${parts.minute}:${parts.second}`,
  };
}
