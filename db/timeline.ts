import type { ContentCipher } from '../adapters/content-cipher';
import type { CommandRow } from './command-store';
import { type Kept, openEach } from './kept-content';
import type { Db, Tx } from './knex';

export type TimelineRow = Pick<CommandRow, 'seq' | 'kind' | 'capacity' | 'office' | 'facts'> & {
  actor: string;
  at: Date;
  /** The words that went with the act; null when there were none or they have been destroyed. */
  words: Record<string, unknown> | null;
  events: { id: string; event: string; facts: Record<string, string | number> | null }[];
};

/** What was done, in order: each command that was carried out, its words and its evidence. */
export async function readTimelineRows(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  submissionId: string,
): Promise<TimelineRow[]> {
  const { rows } = await db.raw(
    `SELECT k.seq, k.kind, k.capacity, k.office, k.facts, k.actor, k.accepted_at AS at,
       k.id AS row, s.content_key AS key, c.sealed, c.plain,
       (SELECT jsonb_agg(jsonb_build_object('id', e.id, 'event', e.event, 'facts', e.payload::jsonb -> 'facts')
           ORDER BY e.sequence)
         FROM evidences e WHERE e.submission_id = k.submission_id AND e.command_seq = k.seq) AS events
     FROM commands k JOIN submissions s ON s.id = k.submission_id
     LEFT JOIN command_contents c ON c.command_id = k.id
     WHERE k.submission_id = ? AND k.status = 'applied' ORDER BY k.seq`,
    [submissionId],
  );
  const contents = await openEach<{ body: Record<string, unknown> }>(cipher, 'command_contents', rows);
  return rows.map(({ row, key, sealed, plain, ...entry }: TimelineRow & Kept, n: number) => ({
    ...entry,
    words: contents[n]?.body ?? null,
  }));
}
