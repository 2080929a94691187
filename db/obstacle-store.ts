import type { Db } from './knex';

/** What can stand in the way of registering: one question, for it is asked of every submission. */
export async function findObstacles(
  db: Db,
  submission: { id: string; form: string | null },
): Promise<{ withdrawn: boolean; infected: boolean }> {
  const { rows } = await db.raw(
    `SELECT COALESCE((SELECT withdrawn FROM forms WHERE id = ?), false) AS withdrawn,
       EXISTS (SELECT 1 FROM files WHERE submission_id = ? AND scan = 'infected') AS infected`,
    [submission.form, submission.id],
  );
  return rows[0];
}
