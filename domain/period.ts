import { GongmunError } from './errors';
import type { Period } from './form';

/** A period as one number of one unit; years are months by twelves, hours minutes by sixties. */
export interface CountedPeriod {
  unit: 'minutes' | 'days' | 'weeks' | 'months';
  amount: number;
}

// Thirty years in each unit. Under `kr` days are working days (some 247 a year), and what is longer than five days is
// a period in days by law, so hours end there.
const longest: Record<Period['rule'], Record<CountedPeriod['unit'], number>> = {
  kr: { minutes: 5 * 8 * 60, days: 7_300, weeks: 1_565, months: 360 },
  calendar: { minutes: 10_957 * 24 * 60, days: 10_957, weeks: 1_565, months: 360 },
};

const iso8601 = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?$/;

/**
 * Reads an ISO 8601 duration of whole hours and minutes, of days, of weeks, or of years and months. Refuses
 * (`form.period_invalid`) anything else: nothing, zero, signs, fractions, seconds, more than 30 years, and mixtures
 * (`P1M3D`) whose end depends on which part is counted first.
 */
export function countPeriod(period: Period): CountedPeriod {
  const parts = iso8601
    .exec(period.duration)
    ?.slice(1)
    .map((digits) => Number(digits ?? 0));
  if (parts === undefined) throw invalidPeriod('A period is a duration like PT3H, P7D, P2W, P1M or P1Y.');
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0] = parts;
  const counted: CountedPeriod[] = [
    { unit: 'months' as const, amount: years * 12 + months },
    { unit: 'weeks' as const, amount: weeks },
    { unit: 'days' as const, amount: days },
    { unit: 'minutes' as const, amount: hours * 60 + minutes },
  ].filter(({ amount }) => amount > 0);
  const [only, ...others] = counted;
  if (only === undefined) throw invalidPeriod('The period is empty.');
  if (others.length > 0) throw invalidPeriod('A period mixes no units except years with months.');
  if (only.amount > longest[period.rule][only.unit])
    throw invalidPeriod('The period is too long for its unit.');
  return only;
}

/** The one refusal for periods that cannot be counted. */
export function invalidPeriod(message: string): GongmunError {
  return new GongmunError('bad_request', 'form.period_invalid', message);
}
