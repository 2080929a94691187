import type { CommandRow } from './command-store';
import type { Db, Tx } from './knex';

export type TimelineRow = Pick<CommandRow, 'seq' | 'kind' | 'capacity' | 'office' | 'facts'> & {
  actor: string;
  at: Date;
  /** The words that went with the act; null when there were none or they have been destroyed. */
  words: Record<string, unknown> | null;
  events: { id: string; event: string; facts: Record<string, string | number> | null }[];
};

/** What was done, in order: each command that was carried out, its words and its evidence. */
export async function readTimelineRows(db: Db | Tx, submissionId: string): Promise<TimelineRow[]> {
  const { rows } = await db.raw(
    `SELECT k.seq, k.kind, k.capacity, k.office, k.facts, k.actor, k.accepted_at AS at, c.body AS words,
       (SELECT jsonb_agg(jsonb_build_object('id', e.id, 'event', e.event, 'facts', e.payload::jsonb -> 'facts')
           ORDER BY e.sequence)
         FROM evidences e WHERE e.submission_id = k.submission_id AND e.command_seq = k.seq) AS events
     FROM commands k LEFT JOIN command_contents c ON c.command_id = k.id
     WHERE k.submission_id = ? AND k.status = 'applied' ORDER BY k.seq`,
    [submissionId],
  );
  return rows;
}
