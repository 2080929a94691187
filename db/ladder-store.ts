import type { Ladder } from '../domain/ladder';
import type { Db, Tx } from './knex';

/** The office's own steps, null where it has none; undefined for an office that is not there. */
export async function findLadder(db: Db | Tx, office: string): Promise<Partial<Ladder> | null | undefined> {
  const row = await db('offices').where({ code: office }).first('ladder');
  return row?.ladder;
}

export async function saveLadder(tx: Tx, office: string, ladder: Partial<Ladder> | null): Promise<void> {
  await tx('offices')
    .where({ code: office })
    .update({ ladder: ladder === null ? null : JSON.stringify(ladder) });
}
