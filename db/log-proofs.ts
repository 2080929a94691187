import { consistencyRanges, hashesOf, inclusionRanges, positionsOf } from '../domain/merkle-proofs';
import type { Hash, Range } from '../domain/merkle-tree';
import type { Db, Tx } from './knex';
import { readNodes } from './log-store';

/** The path from a leaf to the root of the tree of that size, the lowest hash first (RFC 9162 §2.1.3). */
export const inclusionPath = (db: Db | Tx, index: number, size: number): Promise<Hash[]> =>
  prove(db, inclusionRanges(index, size));

/** What shows that the tree of `size` continues that of `from` (RFC 9162 §2.1.4). */
export const consistencyProof = (db: Db | Tx, from: number, size: number): Promise<Hash[]> =>
  prove(db, consistencyRanges(from, size));

async function prove(db: Db | Tx, ranges: Range[]): Promise<Hash[]> {
  return hashesOf(ranges, await readNodes(db, positionsOf(ranges)));
}
