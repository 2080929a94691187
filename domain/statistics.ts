import { type Durations, mergeDurations } from './durations';

/** By what submissions are counted. `sector`: a person online, an organisation, or somebody at the counter. */
export const STATISTIC_DIMENSIONS = ['month', 'office', 'form', 'sector', 'outcome'] as const;
export type StatisticDimension = (typeof STATISTIC_DIMENSIONS)[number];

/** What is counted of submissions. */
export const STATISTIC_COUNTS = [
  ...(['submissions', 'online', 'registered', 'decided', 'closed', 'answered', 'due', 'overdue'] as const),
  ...(['ratings', 'ratingSum'] as const),
] as const;
export type StatisticCounts = Record<(typeof STATISTIC_COUNTS)[number], number>;

/** A sum of submissions: their numbers, and how long they took from the legal receipt. */
export interface StatisticSum extends StatisticCounts {
  toRegistration: Durations;
  toDecision: Durations;
}

/** What is counted of a month and a value of the dimension, or a part of it that is kept apart. */
export interface StatisticPart extends StatisticSum {
  /** `YYYY-MM` */
  month: string;
  value: string;
}

export function addUp(parts: readonly StatisticSum[]): StatisticSum {
  const counts = STATISTIC_COUNTS.map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)]);
  return {
    ...(Object.fromEntries(counts) as StatisticCounts),
    toRegistration: mergeDurations(parts.map(({ toRegistration }) => toRegistration)),
    toDecision: mergeDurations(parts.map(({ toDecision }) => toDecision)),
  };
}

/**
 * The parts that may be told of, by value. What would tell of fewer than the minimum is left out month by month, and where
 * in a month exactly one value would be, the next smallest with it, so that no difference of shown numbers gives it away:
 * whatever is asked, an answer is made of the same cells of month and value, and those are shown or not (decision 0040).
 * @param parts in the order of their values, which decides between two that are as small
 */
export function shownByValue(parts: readonly StatisticPart[], minimum: number): Map<string, StatisticPart[]> {
  const months = new Map<string, Map<string, number>>();
  for (const { month, value, submissions } of parts) {
    const counted = months.get(month) ?? new Map<string, number>();
    counted.set(value, (counted.get(value) ?? 0) + submissions);
    months.set(month, counted);
  }
  const shown = new Map([...months].map(([month, counted]) => [month, shownOf(counted, minimum)]));
  const byValue = new Map<string, StatisticPart[]>();
  for (const part of parts) {
    if (!shown.get(part.month)?.has(part.value)) continue;
    const before = byValue.get(part.value);
    if (before === undefined) byValue.set(part.value, [part]);
    else before.push(part);
  }
  return byValue;
}

function shownOf(counted: ReadonlyMap<string, number>, minimum: number): Set<string> {
  const bySize = [...counted].sort(([, a], [, b]) => a - b);
  const small = bySize.filter(([, count]) => count < minimum).length;
  return new Set(bySize.slice(small === 1 ? 2 : small).map(([value]) => value));
}

/** What one document sent online saves, as far as anybody can say: told with every answer. */
export interface SavingAssumptions {
  visits: number;
  hoursEachVisit: number;
  sheets: number;
}

/** What counts how many documents saved. */
export function savedBy(online: number, each: SavingAssumptions) {
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return {
    visits: rounded(online * each.visits),
    hours: rounded(online * each.visits * each.hoursEachVisit),
    sheets: rounded(online * each.sheets),
  };
}
