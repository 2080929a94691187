import { addToCells, FRONT, lockCells, type QueuePlace, takeQueued } from '../db/statistics-cells';
import type { Deps } from './deps';

/** So many ends and answers at a time: a transaction of a second or two, and a few megabytes in this process. */
const PIECE = 5_000;

/**
 * Adds what has ended, and what parties answered since, to the sums that the statistics read (decision 0055). A piece is taken
 * from the queue and added in one transaction, so that one killed in between counts nothing twice; of two at once one goes on.
 * @param going asked before each piece
 */
export async function foldStatistics(
  deps: Pick<Deps, 'db' | 'now'>,
  { going = () => true, piece = PIECE }: { going?: () => boolean; piece?: number } = {},
): Promise<void> {
  for (let place: QueuePlace | null = FRONT; place !== null && going(); )
    place = await foldPiece(deps, place, piece);
}

const foldPiece = (
  { db, now }: Pick<Deps, 'db' | 'now'>,
  after: QueuePlace,
  piece: number,
): Promise<QueuePlace | null> =>
  db.transaction(async (tx) => {
    if (!(await lockCells(tx))) return null;
    const { parts, next } = await takeQueued(tx, after, piece, now());
    await addToCells(tx, parts);
    return next;
  });
