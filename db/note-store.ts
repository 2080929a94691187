import type { ContentCipher } from '../adapters/content-cipher';
import { contentDestroyed } from '../domain/content-destroyed';
import { type Kept, openEach, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

export interface Note {
  id: string;
  author: string;
  office: string;
  body: string;
  writtenAt: Date;
}

export async function insertNote(
  tx: Tx,
  cipher: Pick<ContentCipher, 'seal'>,
  submission: { id: string; key: string },
  note: Note,
): Promise<void> {
  const { id, author, office, body, writtenAt } = note;
  const sealed = await sealContent(cipher, submission.key, { table: 'notes', row: id }, { body });
  await tx('notes').insert({
    id,
    submission_id: submission.id,
    author,
    office,
    sealed,
    written_at: writtenAt,
  });
}

/** @throws GongmunError `content.destroyed` when there are notes and nothing opens them any more */
export async function listNotes(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  submissionId: string,
): Promise<Note[]> {
  const { rows } = await db.raw(
    `SELECT n.id AS row, s.content_key AS key, n.sealed, n.plain, n.author, n.office, n.written_at AS "writtenAt"
     FROM notes n JOIN submissions s ON s.id = n.submission_id
     WHERE n.submission_id = ? ORDER BY n.written_at, n.id`,
    [submissionId],
  );
  const bodies = await openEach<{ body: string }>(cipher, 'notes', rows);
  return rows.map(({ row, author, office, writtenAt }: Kept & Note, n: number) => {
    const body = bodies[n]?.body;
    if (body === undefined) throw contentDestroyed();
    return { id: row, author, office, body, writtenAt };
  });
}
