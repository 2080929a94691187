import { placeOfFile } from './file-store';
import type { Tx } from './knex';

/** What there is of a submission's content: its keys, its own and its files', and where its files are. */
export async function contentOf(
  tx: Tx,
  submissionId: string,
): Promise<{ keys: string[]; fileKeys: string[] }> {
  const { rows: files } = await tx.raw(
    'SELECT id, content_key AS "contentKey", plain FROM files WHERE submission_id = ? FOR UPDATE',
    [submissionId],
  );
  const { rows: others } = await tx.raw(
    `SELECT content_key AS key, ARRAY(
       SELECT unnest(ARRAY[d.file_key, d.plain_key]) FROM printed_documents d
       JOIN evidences e ON e.id = d.evidence_id WHERE e.submission_id = s.id AND d.words) AS printed,
       ARRAY(SELECT i.file_key FROM export_items i WHERE i.submission_id = s.id AND i.content_key IS NOT NULL) AS packed
     FROM submissions s WHERE s.id = ?`,
    [submissionId],
  );
  const ownKeys = files.map(({ contentKey }: FileOf) => contentKey);
  // What is being sealed may lie at both places.
  const places = files.flatMap(({ id, contentKey, plain }: FileOf) =>
    [contentKey, ...(plain === null ? [] : [null])].map(
      (under) => placeOfFile({ id, contentKey: under }).key,
    ),
  );
  const present = (value: string | null): value is string => value !== null;
  return {
    keys: [...ownKeys, others[0].key].filter(present),
    fileKeys: [
      ...new Set([...places, ...others[0].printed.filter(present), ...others[0].packed.filter(present)]),
    ],
  };
}

interface FileOf {
  id: string;
  contentKey: string | null;
  plain: unknown;
}

/** What is to go, as evidence names it: the digests of every content, in order, and of how many things they are. */
export async function listDestroyed(
  tx: Tx,
  submissionId: string,
): Promise<{ digests: string[]; documents: number; acts: number; files: number }> {
  const { rows } = await tx.raw(
    `SELECT
       ARRAY(SELECT content FROM (
         SELECT payload::jsonb ->> 'content' AS content, min(sequence) AS first FROM evidences
         WHERE submission_id = :id GROUP BY 1) e WHERE content IS NOT NULL ORDER BY first) AS digests,
       (SELECT count(*) FROM submission_contents WHERE submission_id = :id)
         + (SELECT count(*) FROM content_versions WHERE submission_id = :id) AS documents,
       (SELECT count(*) FROM command_contents c JOIN commands k ON k.id = c.command_id WHERE k.submission_id = :id) AS acts,
       (SELECT count(*) FROM files WHERE submission_id = :id) AS files`,
    { id: submissionId },
  );
  const { digests, documents, acts, files } = rows[0];
  return { digests, documents: Number(documents), acts: Number(acts), files: Number(files) };
}

/** The rows of it, and what it is found by. Printed documents stay as rows: what was printed is proved. */
export async function deleteContent(tx: Tx, submissionId: string, at: Date): Promise<void> {
  await tx.raw(
    `WITH x1 AS (DELETE FROM search_terms WHERE submission_id = :id),
      x2 AS (DELETE FROM submission_contents WHERE submission_id = :id),
      x3 AS (DELETE FROM content_versions WHERE submission_id = :id),
      x4 AS (DELETE FROM command_contents c USING commands k WHERE k.id = c.command_id AND k.submission_id = :id),
      x5 AS (DELETE FROM notes WHERE submission_id = :id),
      x6 AS (DELETE FROM counter_senders WHERE submission_id = :id),
      x7 AS (DELETE FROM files WHERE submission_id = :id),
      x8 AS (UPDATE survey_answers SET sealed = NULL WHERE submission_id = :id AND sealed IS NOT NULL)
    UPDATE submissions SET content_destroyed_at = COALESCE(content_destroyed_at, :at) WHERE id = :id`,
    { id: submissionId, at },
  );
}
