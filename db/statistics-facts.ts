import { packDurations } from '../domain/durations';
import { STATISTIC_COUNTS, type StatisticCounts, type StatisticPart } from '../domain/statistics';

/** A month and a value of one dimension, counted from rows: seconds and how many took so long, side by side. */
export interface CountedRow extends StatisticCounts {
  month: string;
  value: string;
  seconds_to_registration: (number | null)[];
  seconds_to_decision: (number | null)[];
  times: number[];
}

/**
 * Where a submission `s` belongs, and what is counted of it. Its month is a timestamp at first, of which a row costs half of
 * what it costs as text.
 */
const FACTS_OF_SUBMISSION = `
  date_trunc('month', s.received_at AT TIME ZONE COALESCE(o.time_zone, 'UTC')) AS month,
  COALESCE(s.office, s.requested_office, 'none') AS office,
  COALESCE(s.form, s.kind) AS form,
  CASE WHEN s.channel <> 'online' THEN 'counter' WHEN s.party_organisation IS NULL THEN 'person'
    ELSE 'organisation' END AS sector,
  COALESCE(s.outcome, CASE WHEN s.closed_at IS NULL THEN 'open' ELSE s.state END) AS outcome,
  s.channel = 'online' AS online, s.outcome IS NOT NULL AS answered, s.closed_at IS NOT NULL AS closed,
  s.due_at IS NOT NULL AS due,
  s.due_at < COALESCE(s.decided_at, s.closed_at, s.stopped_at, :at) AS overdue,
  round(date_part('epoch', s.registered_at - s.received_at)) AS to_registration,
  round(date_part('epoch', s.decided_at - s.received_at)) AS to_decision`;

/** Each submission that has not ended, with the time of `:at`. */
export const FACTS_NOT_ENDED = `
  SELECT ${FACTS_OF_SUBMISSION}, true AS counts, CAST(NULL AS smallint) AS rating
  FROM submissions s LEFT JOIN offices o ON o.code = COALESCE(s.office, s.requested_office)
  WHERE s.closed_at IS NULL`;

/** Each end and each answer of the survey in `queued`; an answer counts by its rating alone, its submission by its end. */
export const FACTS_QUEUED = `
  SELECT ${FACTS_OF_SUBMISSION}, q.fact = 'end' AS counts, a.rating
  FROM queued q JOIN submissions s ON s.id = q.submission_id
  LEFT JOIN offices o ON o.code = COALESCE(s.office, s.requested_office)
  LEFT JOIN survey_answers a ON q.fact = 'answer' AND a.submission_id = s.id`;

/** Counts `placed`: the facts, with the dimension and value that they are counted by; null where that is the month. */
export const COUNTED = `
  SELECT dimension, to_char(month, 'YYYY-MM') AS month, COALESCE(value, to_char(month, 'YYYY-MM')) AS value,
    CAST(sum(n) AS integer) AS submissions, CAST(sum(online) AS integer) AS online,
    CAST(COALESCE(sum(n) FILTER (WHERE to_registration IS NOT NULL), 0) AS integer) AS registered,
    CAST(COALESCE(sum(n) FILTER (WHERE to_decision IS NOT NULL), 0) AS integer) AS decided,
    CAST(sum(closed) AS integer) AS closed, CAST(sum(answered) AS integer) AS answered,
    CAST(sum(due) AS integer) AS due, CAST(sum(overdue) AS integer) AS overdue,
    CAST(sum(ratings) AS integer) AS ratings, CAST(sum(rating_sum) AS integer) AS "ratingSum",
    array_agg(to_registration) AS seconds_to_registration, array_agg(to_decision) AS seconds_to_decision,
    array_agg(CAST(n AS integer)) AS times
  FROM (
    SELECT dimension, month, value, to_registration, to_decision,
      count(*) FILTER (WHERE counts) AS n,
      count(*) FILTER (WHERE counts AND online) AS online,
      count(*) FILTER (WHERE counts AND closed) AS closed,
      count(*) FILTER (WHERE counts AND closed AND answered) AS answered,
      count(*) FILTER (WHERE counts AND due) AS due,
      count(*) FILTER (WHERE counts AND overdue) AS overdue,
      count(rating) AS ratings, COALESCE(sum(rating), 0) AS rating_sum
    FROM placed GROUP BY dimension, month, value, to_registration, to_decision) by_duration
  GROUP BY by_duration.dimension, by_duration.month, by_duration.value`;

export function partOf(row: CountedRow): StatisticPart {
  const { month, value, times } = row;
  const packed = (seconds: (number | null)[]) =>
    packDurations(seconds.flatMap((of, n) => (of === null ? [] : [[of, times[n] ?? 0] as const])));
  return {
    ...countsOf(row),
    ...{ month, value },
    toRegistration: packed(row.seconds_to_registration),
    toDecision: packed(row.seconds_to_decision),
  };
}

export const countsOf = (row: StatisticCounts): StatisticCounts =>
  Object.fromEntries(STATISTIC_COUNTS.map((name) => [name, row[name]])) as StatisticCounts;
