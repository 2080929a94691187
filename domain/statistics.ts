/** By what submissions are counted. `sector`: a person online, an organisation, or somebody at the counter. */
export const STATISTIC_DIMENSIONS = ['month', 'office', 'form', 'sector', 'outcome'] as const;
export type StatisticDimension = (typeof STATISTIC_DIMENSIONS)[number];

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
