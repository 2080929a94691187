import type { Db, Tx } from './knex';

/** What the party wrote; `answers` are the exact bytes whose digest is in evidence. */
export interface Content {
  title: string | null;
  body: string | null;
  answers: string | null;
  trackingCode: string;
  salt: Buffer;
}

export async function findContent(db: Db | Tx, submissionId: string): Promise<Content | undefined> {
  const { rows } = await db.raw(
    `SELECT title, body, answers, tracking_code AS "trackingCode", salt FROM submission_contents
     WHERE submission_id = ?`,
    [submissionId],
  );
  return rows[0];
}
