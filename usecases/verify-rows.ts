import { latestCheckpoint } from '../db/checkpoint-store';
import type { Tx } from '../db/knex';
import { inclusionPath } from '../db/log-proofs';
import { findLeavesOf } from '../db/log-store';
import { digestsOfRows } from '../db/sealed-rows';
import { hashOfLeaf, type LogKind } from '../domain/log-leaf';
import { rootFromPath } from '../domain/merkle-proofs';

export interface RowProof {
  /**
   * `verified`: made again from the row, it leads to the root that the newest checkpoint signs. `waiting`: no checkpoint
   * counts it yet. `differs`: the row is not what was sealed. `none`: this is no row that the log holds.
   */
  state: 'verified' | 'waiting' | 'differs' | 'none';
  /** Its place in the log. */
  index: number | null;
  /** What differs, as a code. */
  differs: string | null;
}

export const NO_PROOF: RowProof = { state: 'none', index: null, differs: null };

/** Each of these rows against the log, as it can be shown now. */
export async function verifyRows(
  tx: Tx,
  kind: LogKind,
  subjects: readonly string[],
): Promise<Map<string, RowProof>> {
  const checkpoint = await latestCheckpoint(tx);
  const rows = await digestsOfRows(tx, kind, subjects);
  const leaves = new Map((await findLeavesOf(tx, kind, [...subjects])).map((leaf) => [leaf.subject, leaf]));
  const proofs = new Map<string, RowProof>();
  for (const subject of subjects) {
    const leaf = leaves.get(subject);
    const row = rows.get(subject) ?? { fault: 'row_missing' };
    const index = leaf?.index ?? null;
    const differs = (code: string) => proofs.set(subject, { state: 'differs', index, differs: code });
    if ('fault' in row) differs(row.fault);
    else if (leaf === undefined || checkpoint === undefined || leaf.index >= checkpoint.size)
      proofs.set(subject, { state: 'waiting', index, differs: null });
    else if (leaf.digest !== row.digest) differs('sealed_otherwise');
    else {
      const { size } = checkpoint;
      const path = await inclusionPath(tx, leaf.index, size);
      const root = rootFromPath({ hash: hashOfLeaf(leaf), index: leaf.index, size }, path);
      if (root !== undefined && Buffer.from(root).equals(Buffer.from(checkpoint.root)))
        proofs.set(subject, { state: 'verified', index, differs: null });
      else differs('root_differs');
    }
  }
  return proofs;
}
