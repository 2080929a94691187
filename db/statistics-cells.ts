import {
  addUp,
  type StatisticCounts,
  type StatisticDimension,
  type StatisticPart,
  type StatisticSum,
} from '../domain/statistics';
import type { Tx } from './knex';
import { COUNTED, type CountedRow, countsOf, FACTS_QUEUED, partOf } from './statistics-facts';

/** A place in the queue: what lies behind it is not counted yet. */
export interface QueuePlace {
  submissionId: string;
  fact: string;
}

export const FRONT: QueuePlace = { submissionId: '00000000-0000-0000-0000-000000000000', fact: '' };
const BACK: QueuePlace = { submissionId: 'ffffffff-ffff-ffff-ffff-ffffffffffff', fact: 'z' };

export type PlacedPart = StatisticPart & { dimension: StatisticDimension };

/** @returns false where another is at it */
export async function lockCells(tx: Tx): Promise<boolean> {
  const { rows } = await tx.raw("SELECT pg_try_advisory_xact_lock(hashtext('gongmun statistics')) AS locked");
  return rows[0].locked;
}

/**
 * Takes so many out of the queue behind a place, or what there is, counted by every dimension.
 * @returns `next` is where the rest begins; null where none was left
 */
export async function takeQueued(
  tx: Tx,
  after: QueuePlace,
  limit: number,
  at: Date,
): Promise<{ parts: PlacedPart[]; next: QueuePlace | null }> {
  const { rows: last } = await tx.raw(
    `SELECT submission_id AS "submissionId", fact FROM statistics_queue
     WHERE (submission_id, fact) > (CAST(:submissionId AS uuid), :fact)
     ORDER BY submission_id, fact OFFSET :rest LIMIT 1`,
    { ...after, rest: limit - 1 },
  );
  const next: QueuePlace | null = last[0] ?? null;
  const { submissionId: lastId, fact: lastFact } = next ?? BACK;
  const { rows } = await tx.raw(
    // The limit tells the planner how few they are: by the two bounds alone it takes them for a sixth of the queue, and reads
    // every submission there is for each piece.
    `WITH queued AS MATERIALIZED (
       SELECT submission_id, fact FROM statistics_queue WHERE (submission_id, fact) > (CAST(:submissionId AS uuid), :fact)
         AND (submission_id, fact) <= (CAST(:lastId AS uuid), :lastFact)
       ORDER BY submission_id, fact LIMIT :limit),
     taken AS (
       DELETE FROM statistics_queue t USING queued q WHERE t.submission_id = q.submission_id AND t.fact = q.fact),
     facts AS MATERIALIZED (${FACTS_QUEUED}),
     placed AS (SELECT f.*, d.dimension, d.value FROM facts f CROSS JOIN LATERAL (VALUES ('month', NULL),
       ('office', f.office), ('form', f.form), ('sector', f.sector), ('outcome', f.outcome)) AS d (dimension, value))
     ${COUNTED}`,
    { ...after, lastId, lastFact, limit, at } as Record<string, unknown>,
  );
  const parts = rows.map((row: CountedRow & { dimension: StatisticDimension }) => ({
    dimension: row.dimension,
    ...partOf(row),
  }));
  return { parts, next };
}

const COLUMNS = [
  ...['submissions', 'online', 'registered', 'decided', 'closed', 'answered', 'due', 'overdue', 'ratings'],
  ...['rating_sum', 'to_registration', 'to_decision'],
];
/** As many as one statement takes, by its bindings. */
const AT_ONCE = 1_000;

/** Adds parts to their cells. The caller holds `lockCells`. */
export async function addToCells(tx: Tx, parts: readonly PlacedPart[]): Promise<void> {
  for (let from = 0; from < parts.length; from += AT_ONCE) {
    const some = parts.slice(from, from + AT_ONCE);
    const known = await readCells(tx, some);
    const rows = some.map((part) => {
      const before = known.get(keyOf(part));
      const { toRegistration, toDecision, ...sum } = addUp(before === undefined ? [part] : [before, part]);
      const { ratingSum, ...counts } = countsOf(sum);
      return {
        ...{ dimension: part.dimension, month: part.month, value: part.value },
        ...{ ...counts, rating_sum: ratingSum },
        ...{ to_registration: Buffer.from(toRegistration), to_decision: Buffer.from(toDecision) },
      };
    });
    await tx('statistics_cells').insert(rows).onConflict(['dimension', 'month', 'value']).merge(COLUMNS);
  }
}

const keyOf = ({ dimension, month, value }: Pick<PlacedPart, 'dimension' | 'month' | 'value'>): string =>
  `${dimension}\n${month}\n${value}`;

async function readCells(tx: Tx, of: readonly PlacedPart[]): Promise<Map<string, StatisticSum>> {
  const { rows } = await tx.raw(
    `SELECT c.*, c.rating_sum AS "ratingSum", c.to_registration AS "toRegistration", c.to_decision AS "toDecision"
     FROM unnest(CAST(:dimensions AS text[]), CAST(:months AS text[]), CAST(:values AS text[]))
       AS k (dimension, month, value)
     JOIN statistics_cells c USING (dimension, month, value)`,
    {
      dimensions: of.map(({ dimension }) => dimension),
      months: of.map(({ month }) => month),
      values: of.map(({ value }) => value),
    },
  );
  return new Map(
    rows.map((cell: PlacedPart & StatisticCounts) => [
      keyOf(cell),
      { ...countsOf(cell), toRegistration: cell.toRegistration, toDecision: cell.toDecision },
    ]),
  );
}
