import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dueAt } from '../../domain/deadlines';
import { workingCalendar } from '../../domain/working-calendar';

interface Case {
  receivedAt: string;
  unit: 'at_once' | 'days' | 'weeks' | 'months' | 'years';
  n: number;
  dueAt: string;
}

const folder = process.env.GONGMUN_CONFORMANCE_DIR ?? join(__dirname, '../../../shared/conformance');
const file = join(folder, 'deadlines-kr/cases.json');
const calendar = workingCalendar({ timeZone: 'Asia/Seoul', country: 'KR', overrides: [] });

const durations: Record<Case['unit'], (n: number) => string> = {
  at_once: () => 'PT3H',
  days: (n) => `P${n}D`,
  weeks: (n) => `P${n}W`,
  months: (n) => `P${n}M`,
  years: (n) => `P${n}Y`,
};

if (existsSync(file)) {
  describe('Korean deadlines of an independent reference', () => {
    const cases: Case[] = JSON.parse(readFileSync(file, 'utf8'));

    it('are not an empty list', () => {
      expect(cases.length).toBeGreaterThanOrEqual(59);
    });

    it.each(cases)('$n $unit from $receivedAt end at $dueAt', ({ receivedAt, unit, n, dueAt: expected }) => {
      const due = dueAt(new Date(receivedAt), { duration: durations[unit](n), rule: 'kr' }, calendar);
      expect(due).toEqual(new Date(expected));
    });
  });
} else {
  describe.skip(`Korean deadlines of an independent reference: ${file} is absent`, () => {
    it('end when the reference says', () => {});
  });
}
