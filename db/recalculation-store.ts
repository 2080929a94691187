import type { Db, Tx } from './knex';

/** A holiday was declared or withdrawn: the dates that it can move are counted anew. */
export interface Recalculation {
  id: string;
  /** Null for every office. */
  office: string | null;
  /** `YYYY-MM-DD`. */
  date: string;
  lastSubmission: string | null;
  moved: number;
  finishedAt: Date | null;
}

export async function insertRecalculation(
  tx: Tx,
  given: { id: string; office: string | null; date: string; at: Date; by: string },
): Promise<void> {
  const { id, office, date, at, by } = given;
  await tx('recalculations').insert({ id, office, date, written_at: at, written_by: by });
}

export async function findRecalculation(db: Db, id: string): Promise<Recalculation | undefined> {
  const { rows } = await db.raw(
    `SELECT id, office, to_char(date, 'YYYY-MM-DD') AS date, last_submission AS "lastSubmission", moved,
       finished_at AS "finishedAt"
     FROM recalculations WHERE id = ?`,
    [id],
  );
  return rows[0];
}

/** Those of an office that are not at their end: they may not have come to each of its submissions. */
export async function unfinishedRecalculations(
  tx: Tx,
  office: string,
): Promise<Pick<Recalculation, 'id' | 'date'>[]> {
  const { rows } = await tx.raw(
    `SELECT id, to_char(date, 'YYYY-MM-DD') AS date FROM recalculations
     WHERE finished_at IS NULL AND (office IS NULL OR office = ?) ORDER BY written_at`,
    [office],
  );
  return rows;
}

/** Those that are not at their end, oldest first. */
export async function openRecalculations(db: Db): Promise<string[]> {
  const { rows } = await db.raw(
    'SELECT id FROM recalculations WHERE finished_at IS NULL ORDER BY written_at LIMIT 100',
  );
  return rows.map((row: { id: string }) => row.id);
}

/** As in the partial indexes over each. */
const CLOCK_RUNS = `state IN ('registered', 'assigned', 'in_process') AND due_at IS NOT NULL`;
const SUPPLEMENT_RUNS = `state = 'supplement_requested'`;

/**
 * The next submissions of which the day can move a date: the statutory clock or the party's time for its supplement runs,
 * and the day lies between its beginning and its end (two days more on each side, for time zones and due days that gave
 * way to a holiday).
 */
export async function submissionsToRecalculate(
  db: Db,
  { office, date, lastSubmission }: Recalculation,
  limit: number,
): Promise<string[]> {
  const next = (running: string, from: string, until: string): string =>
    `(SELECT id FROM submissions
      WHERE ${running} AND (:office::text IS NULL OR office = :office) AND (:after::uuid IS NULL OR id > :after)
        AND ${until} >= CAST(:date AS date) - interval '2 days'
        AND ${from} <= CAST(:date AS date) + interval '3 days'
      ORDER BY id LIMIT :limit)`;
  const { rows } = await db.raw(
    `SELECT id FROM (
       ${next(CLOCK_RUNS, 'COALESCE(clock_from, received_at)', 'due_at')}
       UNION ALL ${next(SUPPLEMENT_RUNS, 'supplement_from', 'supplement_due_at')}
     ) found ORDER BY id LIMIT :limit`,
    { office, date, after: lastSubmission, limit },
  );
  return rows.map((row: { id: string }) => row.id);
}

/** A batch is done, and whether it was the last. */
export async function advanceRecalculation(
  db: Db,
  id: string,
  batch: { lastSubmission: string | null; moved: number; finishedAt: Date | null },
): Promise<void> {
  await db.raw(
    `UPDATE recalculations SET last_submission = COALESCE(:lastSubmission, last_submission),
       moved = moved + :moved, finished_at = :finishedAt
     WHERE id = :id AND finished_at IS NULL`,
    { id, ...batch },
  );
}

/** What makes a recalculation's command unique within a submission. */
export const markOf = (recalculationId: string): string => `recalculate:${recalculationId}`;

/** Submissions whose next instant came earlier by a recalculation, in order of their ids. */
export async function movedEarlier(
  db: Db,
  recalculationId: string,
  after: string | null,
  limit: number,
): Promise<{ submissionId: string; seq: number }[]> {
  const { rows } = await db.raw(
    `SELECT submission_id AS "submissionId", seq FROM commands
     WHERE kind = 'recalculate' AND once = :mark AND facts ->> 'earlier' = '1'
       AND (:after::uuid IS NULL OR submission_id > :after)
     ORDER BY submission_id LIMIT :limit`,
    { mark: markOf(recalculationId), after, limit },
  );
  return rows;
}
