import type { Db, Tx } from './knex';

export const TRAIL_SORTS = ['evidence', 'command', 'refusal', 'access'] as const;
export type TrailSort = (typeof TRAIL_SORTS)[number];

/** One thing that happened to a submission, or that somebody did with it. */
export interface TrailRow {
  sort: TrailSort;
  id: string;
  at: Date;
  /** The event, the command, what was refused, or how it was read. */
  name: string;
  /** Of an evidence and of a command its place in its own row of numbers. */
  sequence: number | null;
  actor: string | null;
  onBehalfOf: string | null;
  capacity: string | null;
  office: string | null;
  /** What became of a command; why something was refused. */
  status: string | null;
  /** Of a command the evidence that it says it left. */
  evidence: string | null;
  digest: string | null;
}

/** Whose payload is no JSON any more is told of as far as its columns go. */
const EVIDENCES = `SELECT 'evidence' AS sort, id, at, event AS name, sequence, NULL AS actor, NULL AS on_behalf_of,
    NULL AS capacity, NULL AS office, NULL AS status, id AS evidence, digest
  FROM evidences WHERE submission_id = :submissionId`;

const COMMANDS = `SELECT 'command', id, accepted_at, kind, seq, actor, on_behalf_of, capacity, office, status,
    CAST(result ->> 'evidenceId' AS uuid), result ->> 'digest'
  FROM commands WHERE submission_id = :submissionId`;

const REFUSALS = `SELECT 'refusal', id, at, kind, NULL, actor, on_behalf_of, NULL, NULL, code, NULL, NULL
  FROM refusals WHERE submission_id = :submissionId`;

const ACCESSES = `SELECT 'access', id, at, action, NULL, actor, on_behalf_of, capacity, office, NULL, NULL, NULL
  FROM audit_entries
  WHERE submission_id = :submissionId OR subjects @> to_jsonb(CAST(:submissionId AS text))`;

/** Everything there is of a submission in the order of time, oldest first; what is of one instant by its id. */
export async function readTrailRows(
  tx: Db | Tx,
  submissionId: string,
  page: { after: { at: string; id: string } | undefined; limit: number },
): Promise<TrailRow[]> {
  const { after, limit } = page;
  const { rows } = await tx.raw(
    `SELECT sort, id, at, name, sequence, actor, on_behalf_of AS "onBehalfOf", capacity, office, status, evidence, digest
     FROM (${[EVIDENCES, COMMANDS, REFUSALS, ACCESSES].join(' UNION ALL ')}) t
     WHERE CAST(:at AS timestamptz) IS NULL OR (at, id) > (CAST(:at AS timestamptz), CAST(:after AS uuid))
     ORDER BY at, id LIMIT :limit`,
    { submissionId, at: after?.at ?? null, after: after?.id ?? null, limit },
  );
  return rows;
}
