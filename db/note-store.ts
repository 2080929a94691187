import type { Db, Tx } from './knex';

export interface Note {
  id: string;
  author: string;
  office: string;
  body: string;
  writtenAt: Date;
}

export async function insertNote(tx: Tx, submissionId: string, note: Note): Promise<void> {
  const { id, author, office, body, writtenAt } = note;
  await tx('notes').insert({ id, submission_id: submissionId, author, office, body, written_at: writtenAt });
}

export async function listNotes(db: Db | Tx, submissionId: string): Promise<Note[]> {
  const { rows } = await db.raw(
    `SELECT id, author, office, body, written_at AS "writtenAt" FROM notes
     WHERE submission_id = ? ORDER BY written_at, id`,
    [submissionId],
  );
  return rows;
}
