import type { Db } from './knex';

export interface Undelivered {
  submissionId: string;
  seq: number;
}

/** Commands the engine was not told of yet, oldest first; one line per submission, with its newest number. */
export async function undelivered(db: Db, writtenBefore: Date, limit: number): Promise<Undelivered[]> {
  const { rows } = await db.raw(
    `SELECT submission_id AS "submissionId", max(seq) AS seq FROM
       (SELECT submission_id, seq, written_at FROM outbox
        WHERE delivered_at IS NULL AND written_at <= ? ORDER BY written_at LIMIT ?) oldest
     GROUP BY submission_id ORDER BY min(written_at)`,
    [writtenBefore, limit],
  );
  return rows;
}

/** Temporal accepted the signal for these submissions up to these numbers. */
export async function markDelivered(db: Db, delivered: Undelivered[], at: Date): Promise<void> {
  if (delivered.length === 0) return;
  await db.raw(
    `UPDATE outbox o SET delivered_at = ?, deliveries = o.deliveries + 1
     FROM unnest(?::uuid[], ?::integer[]) AS d (submission_id, seq)
     WHERE o.submission_id = d.submission_id AND o.seq <= d.seq`,
    [at, delivered.map((d) => d.submissionId), delivered.map((d) => d.seq)],
  );
}

export interface Stuck extends Undelivered {
  /** How often the engine was told. */
  deliveries: number;
}

/** Commands that were delivered before the instant and are still not carried out; newest number per submission. */
export async function deliveredButUnapplied(db: Db, deliveredBefore: Date, limit: number): Promise<Stuck[]> {
  const { rows } = await db.raw(
    `SELECT submission_id AS "submissionId", max(seq) AS seq, max(deliveries) AS deliveries FROM
       (SELECT * FROM outbox WHERE delivered_at <= ? ORDER BY delivered_at LIMIT ?) oldest
     GROUP BY submission_id`,
    [deliveredBefore, limit],
  );
  return rows;
}

/** Submissions whose next deadline went by unattended: their workflow is missing or asleep for too long. */
export async function overdueForAttention(
  db: Db,
  dueBefore: Date,
  limit: number,
): Promise<{ submissionId: string; seq: number }[]> {
  const { rows } = await db.raw(
    `SELECT id AS "submissionId", last_seq AS seq FROM submissions WHERE next_due_at <= ?
     ORDER BY next_due_at LIMIT ?`,
    [dueBefore, limit],
  );
  return rows;
}

export interface Backlog {
  /** Commands that were accepted and are not carried out. */
  depth: number;
  /** Of these, the ones that the engine was not told of. */
  undelivered: number;
  /** Since when the oldest waits. */
  oldest: Date | null;
}

export async function readBacklog(db: Db): Promise<Backlog> {
  const { rows } = await db.raw(
    `SELECT count(*) AS depth, count(*) FILTER (WHERE delivered_at IS NULL) AS undelivered,
       min(written_at) AS oldest FROM outbox`,
  );
  return rows[0];
}
