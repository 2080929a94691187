import { AT_WORK } from './at-work';
import type { Db } from './knex';

/** A submission that is not at its end, by what its workflow must know of it. */
export interface OpenSubmission {
  id: string;
  state: string;
  nextDueAt: Date | null;
  lastAppliedSeq: number;
  /** Since when its oldest command waits. */
  waitsSince: Date | null;
}

/** Before every id. A condition that may be missing would bound no index in a plan made for any value. */
const NIL = '00000000-0000-0000-0000-000000000000';

export async function openSubmissions(
  db: Db,
  asked: { after: string | null; limit: number; among: readonly string[] | null },
): Promise<OpenSubmission[]> {
  const { rows } = await db.raw(
    `SELECT s.id, s.state, s.next_due_at AS "nextDueAt",
       COALESCE((SELECT min(k.seq) - 1 FROM commands k
         WHERE k.submission_id = s.id AND k.status = 'accepted' AND k.kind <> 'submit'), s.last_seq) AS "lastAppliedSeq",
       (SELECT min(o.written_at) FROM outbox o WHERE o.submission_id = s.id) AS "waitsSince"
     FROM submissions s
     WHERE ${AT_WORK} AND s.id > CAST(:after AS uuid)
       AND (CAST(:among AS uuid[]) IS NULL OR s.id = ANY (CAST(:among AS uuid[])))
     ORDER BY s.id LIMIT :limit`,
    { after: asked.after ?? NIL, limit: asked.limit, among: asked.among } as Record<string, unknown>,
  );
  return rows;
}
