import type { StatisticDimension } from '../domain/statistics';
import type { Db } from './knex';

/** The months from the first to the last, both `YYYY-MM`. */
export interface StatisticsPeriod {
  from: string;
  until: string;
}

export interface StatisticsRow {
  /** Null in the line of all that is shown. */
  value: string | null;
  submissions: number;
  online: number;
  registered: number;
  decided: number;
  closed: number;
  answered: number;
  overdue: number;
  due: number;
  hoursToRegistration: number | null;
  hoursToRegistrationP90: number | null;
  hoursToDecision: number | null;
  hoursToDecisionP90: number | null;
  ratings: number;
  rating: number | null;
}

const VALUE: Record<StatisticDimension, string> = {
  month: 'f.month',
  office: 'f.office',
  form: 'f.form',
  sector: 'f.sector',
  outcome: 'f.outcome',
};

/**
 * Counts by one dimension. What would tell of fewer than the minimum is left out month by month, and where in a month exactly
 * one value would be, the next smallest with it, so that no difference of shown numbers gives it away: whatever is asked, an
 * answer is made of the same cells of month and value, and those are shown or not.
 */
export async function countStatistics(
  db: Db,
  asked: { by: StatisticDimension; period: StatisticsPeriod; minimum: number; at: Date },
): Promise<StatisticsRow[]> {
  const { by, period, minimum, at } = asked;
  const { rows } = await db.raw(
    `WITH facts AS (
       SELECT to_char(s.received_at AT TIME ZONE COALESCE(o.time_zone, 'UTC'), 'YYYY-MM') AS month,
         COALESCE(s.office, s.requested_office, 'none') AS office,
         COALESCE(s.form, s.kind) AS form,
         CASE WHEN s.channel <> 'online' THEN 'counter' WHEN s.party_organisation IS NULL THEN 'person'
           ELSE 'organisation' END AS sector,
         COALESCE(s.outcome, CASE WHEN s.closed_at IS NULL THEN 'open' ELSE s.state END) AS outcome,
         s.channel = 'online' AS online, s.state, s.outcome IS NOT NULL AS answered,
         s.registered_at, s.decided_at, s.received_at, s.closed_at, s.due_at, s.stopped_at, a.rating
       FROM submissions s
       LEFT JOIN offices o ON o.code = COALESCE(s.office, s.requested_office)
       LEFT JOIN survey_answers a ON a.submission_id = s.id
       WHERE s.received_at >= to_timestamp(:from, 'YYYY-MM') - interval '1 day'
         AND s.received_at < to_timestamp(:until, 'YYYY-MM') + interval '1 month 1 day'
     ), cells AS (
       SELECT month, value, n, count(*) FILTER (WHERE n < :minimum) OVER m AS small,
         row_number() OVER (PARTITION BY month ORDER BY n, value) AS place
       FROM (SELECT f.month, ${VALUE[by]} AS value, count(*) AS n FROM facts f
         WHERE f.month BETWEEN :from AND :until GROUP BY 1, 2) counted
       WINDOW m AS (PARTITION BY month)
     ), shown AS (
       SELECT month, value FROM cells WHERE n >= :minimum AND NOT (small = 1 AND place = 2)
     )
     SELECT CASE WHEN GROUPING(${VALUE[by]}) = 0 THEN ${VALUE[by]} END AS value,
       count(*) AS submissions,
       count(*) FILTER (WHERE f.online) AS online,
       count(f.registered_at) AS registered,
       count(f.decided_at) AS decided,
       count(f.closed_at) AS closed,
       count(*) FILTER (WHERE f.closed_at IS NOT NULL AND f.answered) AS answered,
       count(f.due_at) AS due,
       count(*) FILTER (WHERE f.due_at < COALESCE(f.decided_at, f.closed_at, f.stopped_at, :at)) AS overdue,
       ${percentiles('registered_at')} AS "toRegistration",
       ${percentiles('decided_at')} AS "toDecision",
       count(f.rating) AS ratings,
       CAST(avg(f.rating) AS double precision) AS rating
     FROM facts f JOIN shown c ON c.month = f.month AND c.value = ${VALUE[by]}
     GROUP BY GROUPING SETS ((${VALUE[by]}), ())
     ORDER BY GROUPING(${VALUE[by]}), 1`,
    { ...period, minimum, at } as Record<string, unknown>,
  );
  return rows.map(({ toRegistration, toDecision, value, ...counts }: CountedRow) => ({
    ...{ value, ...numbersOf(counts) },
    ...{ hoursToRegistration: hourOf(toRegistration, 0), hoursToRegistrationP90: hourOf(toRegistration, 1) },
    ...{ hoursToDecision: hourOf(toDecision, 0), hoursToDecisionP90: hourOf(toDecision, 1) },
  }));
}

type Hours = [median: number | null, p90: number | null] | null;
type CountedRow = { value: string | null; toRegistration: Hours; toDecision: Hours } & Record<
  string,
  unknown
>;

const hourOf = (hours: Hours, at: 0 | 1): number | null => hours?.[at] ?? null;

const numbersOf = (counts: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, count === null ? null : Number(count)]),
  );

/** Both of one sorting: each took one of its own, for every value and for all of them. */
const percentiles = (until: string): string =>
  `percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY date_part('epoch', f.${until} - f.received_at) / 3600)`;
