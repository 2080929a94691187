import type { Durations } from '../domain/durations';
import type { StatisticCounts, StatisticDimension, StatisticPart } from '../domain/statistics';
import type { Db } from './knex';
import {
  COUNTED,
  type CountedRow,
  countsOf,
  FACTS_NOT_ENDED,
  FACTS_QUEUED,
  partOf,
} from './statistics-facts';

/** The months from the first to the last, both `YYYY-MM`. */
export interface StatisticsPeriod {
  from: string;
  until: string;
}

const VALUE: Record<StatisticDimension, string> = {
  month: 'CAST(NULL AS text)',
  office: 'f.office',
  form: 'f.form',
  sector: 'f.sector',
  outcome: 'f.outcome',
};

/** A day more on both sides: months are those of the office's time zone. What is of another month is left out afterwards. */
const AROUND_PERIOD = `s.received_at >= to_timestamp(:from, 'YYYY-MM') - interval '1 day'
  AND s.received_at < to_timestamp(:until, 'YYYY-MM') + interval '1 month 1 day'`;

type Row = StatisticCounts & { month: string; value: string } & (
    | { to_registration: Durations; to_decision: Durations }
    | ({ to_registration: null; to_decision: null } & CountedRow)
  );

/**
 * What is counted of the submissions received in a period, in the order of the values: the sums of what has ended, and from the
 * rows what has not ended or is not in the sums yet. One statement, so that nothing is counted twice while it moves from one
 * to the other (decision 0055).
 */
export async function countStatistics(
  db: Db,
  asked: { by: StatisticDimension; period: StatisticsPeriod; at: Date },
): Promise<StatisticPart[]> {
  const { by, period, at } = asked;
  const { rows } = await db.raw(
    `WITH queued AS (SELECT submission_id, fact FROM statistics_queue),
     facts AS (${FACTS_NOT_ENDED} AND ${AROUND_PERIOD} UNION ALL ${FACTS_QUEUED} WHERE ${AROUND_PERIOD}),
     placed AS (SELECT f.*, CAST(:by AS text) AS dimension, ${VALUE[by]} AS value FROM facts f)
     SELECT c.*, CAST(NULL AS bytea) AS to_registration, CAST(NULL AS bytea) AS to_decision FROM (${COUNTED}) c
     UNION ALL
     SELECT dimension, month, value, submissions, online, registered, decided, closed, answered, due, overdue, ratings,
       rating_sum, NULL, NULL, NULL, to_registration, to_decision
     FROM statistics_cells WHERE dimension = :by AND month BETWEEN :from AND :until
     ORDER BY value`,
    { ...period, by, at } as Record<string, unknown>,
  );
  return rows
    .filter(({ month }: Row) => month >= period.from && month <= period.until)
    .map((row: Row) =>
      row.to_registration === null
        ? partOf(row)
        : {
            ...countsOf(row),
            ...{ month: row.month, value: row.value },
            ...{ toRegistration: row.to_registration, toDecision: row.to_decision },
          },
    );
}
