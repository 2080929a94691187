import type { Db, Tx } from './knex';

export async function insertOpening(
  tx: Tx,
  opening: { submissionId: string; leg: number; person: string; at: Date },
): Promise<void> {
  await tx('openings')
    .insert({ submission_id: opening.submissionId, leg: opening.leg, person: opening.person, at: opening.at })
    .onConflict()
    .ignore();
}

/** Whether this official opened the submission while it has been with the present office. */
export async function hasOpened(
  db: Db | Tx,
  submissionId: string,
  leg: number,
  person: string,
): Promise<boolean> {
  const row = await db('openings').where({ submission_id: submissionId, leg, person }).first('at');
  return row !== undefined;
}
