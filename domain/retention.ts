import type { Retention } from './form';
import { DAY, instantOf, localTime } from './period-clock';

/** How long records are kept, as a country's law counts it. */
export interface RetentionRule {
  /** From which instant the years run: the new year after the end, or the end itself. */
  countedFrom: 'new_year_after' | 'end';
  /** After how many years a record of each lasting class is looked at again; null for never. */
  lasting: Record<Exclude<Retention['class'], 'years'>, number | null>;
}

/**
 * `kr`: Public Records Management Act, Enforcement Decree art. 26(2): the period is counted from 1 January of the year after
 * the one in which the matter was closed; what is kept semi-permanently is valued anew after 70 years (art. 43).
 */
export const RETENTION_RULES = {
  kr: { countedFrom: 'new_year_after', lasting: { permanent: null, semi_permanent: 70 } },
  calendar: { countedFrom: 'end', lasting: { permanent: null, semi_permanent: null } },
} as const satisfies Record<string, RetentionRule>;
export type RetentionRuleName = keyof typeof RETENTION_RULES;

export const retentionRuleOf = (country: string): RetentionRuleName => (country === 'KR' ? 'kr' : 'calendar');

/**
 * When a record is due to be disposed of: the first instant, at the office, of the day after its period.
 * @param endedAt when its procedure came to its end
 * @returns null for what is kept for ever
 */
export function disposalDate(
  endedAt: Date,
  retention: Retention,
  { rule, timeZone }: { rule: RetentionRuleName; timeZone: string },
): Date | null {
  const { countedFrom, lasting }: RetentionRule = RETENTION_RULES[rule];
  const years = retention.class === 'years' ? (retention.years ?? null) : lasting[retention.class];
  if (years === null) return null;
  const local = new Date(localTime(endedAt.getTime(), timeZone).day * DAY);
  const [year, month, date] =
    countedFrom === 'new_year_after'
      ? [local.getUTCFullYear() + 1 + years, 0, 1]
      : [local.getUTCFullYear() + years, local.getUTCMonth(), local.getUTCDate() + 1];
  return startOfDay(Date.UTC(year, month, date) / DAY, timeZone);
}

/**
 * Of what an office sent it counts from the dispatch; it is not due before it has left the mailboxes, where its recipients
 * were promised to find it.
 */
export function disposalDateOfSent(
  { dispatchedAt, removeAt, retention }: { dispatchedAt: Date; removeAt: Date; retention: Retention },
  rule: { rule: RetentionRuleName; timeZone: string },
): Date | null {
  const over = disposalDate(dispatchedAt, retention, rule);
  return over === null || over > removeAt ? over : removeAt;
}

/** The first instant of a local day. @param day counts local dates from 1970-01-01 */
export function startOfDay(day: number, timeZone: string): Date {
  return new Date(instantOf({ day, ms: 0 }, timeZone));
}

/** `years:5`, `permanent`: how evidence names it. */
export const retentionCode = ({ class: kind, years }: Retention): string =>
  kind === 'years' ? `years:${years}` : kind;
