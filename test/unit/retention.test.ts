import { disposalDate, retentionCode } from '../../domain/retention';

const seoul = { rule: 'kr' as const, timeZone: 'Asia/Seoul' };
const london = { rule: 'calendar' as const, timeZone: 'Europe/London' };
const years = (n: number) => ({ class: 'years' as const, years: n });

describe('the retention of a record', () => {
  it.each([
    // The new year in Seoul begins at 15:00 UTC of the day before.
    ['2026-06-01T00:00:00Z', 1, '2027-12-31T15:00:00.000Z'],
    ['2026-06-01T00:00:00Z', 10, '2036-12-31T15:00:00.000Z'],
    ['2026-12-31T14:59:59.999Z', 5, '2031-12-31T15:00:00.000Z'],
    ['2026-12-31T15:00:00Z', 5, '2032-12-31T15:00:00.000Z'],
  ])('counts in Korea from the new year after the end: %s and %i years', (ended, n, expected) => {
    expect(disposalDate(new Date(ended), years(n), seoul)?.toISOString()).toBe(expected);
  });

  it.each([
    ['2026-06-01T12:00:00Z', 5, '2031-06-01T23:00:00.000Z'],
    ['2028-02-29T12:00:00Z', 1, '2029-03-02T00:00:00.000Z'],
    ['2026-12-31T23:59:00Z', 1, '2028-01-01T00:00:00.000Z'],
  ])('counts elsewhere from the end itself: %s and %i years', (ended, n, expected) => {
    expect(disposalDate(new Date(ended), years(n), london)?.toISOString()).toBe(expected);
  });

  it('never ends for what is permanent, and is looked at again after 70 years in Korea where it nearly is', () => {
    const ended = new Date('2026-06-01T00:00:00Z');
    expect(disposalDate(ended, { class: 'permanent' }, seoul)).toBeNull();
    expect(disposalDate(ended, { class: 'semi_permanent' }, london)).toBeNull();
    expect(disposalDate(ended, { class: 'semi_permanent' }, seoul)?.toISOString()).toBe(
      '2096-12-31T15:00:00.000Z',
    );
  });

  it('has a code that evidence names', () => {
    expect([years(3), { class: 'permanent' as const }].map(retentionCode)).toEqual(['years:3', 'permanent']);
  });
});
