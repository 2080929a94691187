import { countStatistics, type StatisticsPeriod } from '../db/statistics-store';
import { type Cell, toCsv } from '../domain/csv';
import { type Durations, percentilesOf } from '../domain/durations';
import { GongmunError } from '../domain/errors';
import {
  addUp,
  type SavingAssumptions,
  type StatisticDimension,
  type StatisticPart,
  savedBy,
  shownByValue,
} from '../domain/statistics';
import type { Deps } from './deps';

export interface StatisticsSettings {
  /** What would tell of fewer submissions than this is not shown. */
  minimum: number;
  assumptions: SavingAssumptions;
}

interface Measures {
  submissions: number;
  /** Hours from the legal receipt to the register, median and 90th percentile. */
  hoursToRegistration: { median: number | null; p90: number | null };
  hoursToDecision: { median: number | null; p90: number | null };
  /** Of those with a due date, how many passed it: 0 to 1. */
  overdue: number | null;
  /** Of those at their end, how many with an official document sent back: 0 to 1. */
  bothWays: number | null;
  saved: ReturnType<typeof savedBy>;
  /** Mean of the survey, 1 to 5, and how many answered. */
  satisfaction: { mean: number | null; answers: number | null };
}

export interface Statistics {
  by: StatisticDimension;
  from: string;
  until: string;
  /** When it was counted. */
  at: string;
  minimum: number;
  assumptions: SavingAssumptions;
  total: Measures;
  items: ({ value: string } & Measures)[];
}

export interface StatisticsRequest {
  by: StatisticDimension;
  from?: string | undefined;
  until?: string | undefined;
}

const LONGEST_MONTHS = 120;
const USUAL_MONTHS = 12;

/**
 * What the exchange does, for everybody: aggregates only, and none of so few that somebody could be made out.
 * @throws GongmunError `statistics.period_invalid` (400)
 */
export async function readStatistics(
  deps: Pick<Deps, 'db' | 'now' | 'statistics'>,
  asked: StatisticsRequest,
): Promise<Statistics> {
  const { minimum, assumptions } = deps.statistics.settings;
  const at = deps.now();
  const period = periodOf(asked, at);
  return deps.statistics.kept(JSON.stringify([asked.by, period]), async () => {
    const parts = await countStatistics(deps.db, { by: asked.by, period, at });
    const shown = [...shownByValue(parts, minimum)];
    const measured = (of: readonly StatisticPart[]) => measuresOf(of, minimum, assumptions);
    return {
      by: asked.by,
      ...period,
      at: at.toISOString(),
      minimum,
      assumptions,
      total: measured(shown.flatMap(([, of]) => of)),
      items: shown.map(([value, of]) => ({ value, ...measured(of) })),
    };
  });
}

/** The same as a table, one line for each value and the last for all. */
export async function readStatisticsTable(
  deps: Pick<Deps, 'db' | 'now' | 'statistics'>,
  asked: StatisticsRequest,
): Promise<string> {
  const { by, total, items } = await readStatistics(deps, asked);
  const line = (value: string, m: Measures): Cell[] => [
    value,
    m.submissions,
    ...[m.hoursToRegistration.median, m.hoursToRegistration.p90],
    ...[m.hoursToDecision.median, m.hoursToDecision.p90],
    ...[m.overdue, m.bothWays, m.saved.visits, m.saved.hours, m.saved.sheets],
    ...[m.satisfaction.mean, m.satisfaction.answers],
  ];
  const head = [
    ...[by, 'submissions', 'hours_to_registration_median', 'hours_to_registration_p90'],
    ...['hours_to_decision_median', 'hours_to_decision_p90', 'share_overdue', 'share_both_ways'],
    ...['saved_visits', 'saved_hours', 'saved_sheets', 'satisfaction_mean', 'satisfaction_answers'],
  ];
  return toCsv([head, ...items.map((item) => line(item.value, item)), line('total', total)]);
}

function measuresOf(
  parts: readonly StatisticPart[],
  minimum: number,
  assumptions: SavingAssumptions,
): Measures {
  const counted = addUp(parts);
  /** What is known of fewer than the minimum is not told either. */
  const of = (count: number, value: number | null): number | null =>
    count < minimum || value === null ? null : Math.round(value * 1_000) / 1_000;
  const share = (part: number, whole: number) => of(whole, whole === 0 ? null : part / whole);
  const hours = (count: number, durations: Durations) => {
    const [median, p90] = percentilesOf([durations], [0.5, 0.9]).map((seconds) =>
      of(count, seconds === null ? null : seconds / 3_600),
    );
    return { median: median ?? null, p90: p90 ?? null };
  };
  const { registered, decided, ratings } = counted;
  return {
    submissions: counted.submissions,
    hoursToRegistration: hours(registered, counted.toRegistration),
    hoursToDecision: hours(decided, counted.toDecision),
    overdue: share(counted.overdue, counted.due),
    bothWays: share(counted.answered, counted.closed),
    saved: savedBy(counted.online < minimum ? 0 : counted.online, assumptions),
    satisfaction: {
      mean: of(ratings, ratings === 0 ? null : counted.ratingSum / ratings),
      answers: ratings < minimum ? null : ratings,
    },
  };
}

/** The last twelve months unless said. */
function periodOf({ from, until }: StatisticsRequest, at: Date): StatisticsPeriod {
  const last = until ?? at.toISOString().slice(0, 7);
  const [year = 0, month = 0] = last.split('-').map(Number);
  const first = from ?? new Date(Date.UTC(year, month - USUAL_MONTHS, 1)).toISOString().slice(0, 7);
  const [fromYear = 0, fromMonth = 0] = first.split('-').map(Number);
  const months = (year - fromYear) * 12 + month - fromMonth + 1;
  if (months >= 1 && months <= LONGEST_MONTHS) return { from: first, until: last };
  const code = 'statistics.period_invalid';
  throw new GongmunError('bad_request', code, 'A period ends after it begins and has at most 120 months.', {
    faults: [{ pointer: '#/query/until', code, detail: `It begins in ${first} and ends in ${last}.` }],
  });
}
