import type { Hash, Node } from '../domain/merkle-tree';
import type { CheckpointRow } from './checkpoint-store';
import type { Db } from './knex';

/** How far the log is, and how many rows wait to enter it, at one instant. */
export interface LogHead {
  size: number;
  queued: number;
}

export async function readLogHead(db: Db): Promise<LogHead> {
  const { rows } = await db.raw(
    `SELECT (SELECT COALESCE(max(index) + 1, 0) FROM log_leaves) AS size,
       (SELECT count(*) FROM log_queue WHERE fault IS NULL) AS queued`,
  );
  return rows[0];
}

/** The inner and outer nodes of some places, as they are stored; one that is missing is not in the answer. */
export async function storedNodes(
  db: Db,
  positions: readonly { level: number; index: number }[],
): Promise<Map<string, Hash>> {
  const { rows } = await db.raw(
    `SELECT n.level, n.index, n.hash FROM log_nodes n
     JOIN unnest(:levels::integer[], :indexes::bigint[]) AS p (level, index) ON p.level = n.level AND p.index = n.index`,
    { levels: positions.map(({ level }) => level), indexes: positions.map(({ index }) => index) },
  );
  return new Map(rows.map(({ level, index, hash }: Node) => [`${level}:${index}`, hash]));
}

/** Nodes that the tree of the leaves there are now, which may have grown meanwhile, does not have; the first thousand. */
export async function nodesBeyond(db: Db): Promise<string[]> {
  const { rows } = await db.raw(
    `SELECT level || ':' || index AS row FROM log_nodes
     WHERE (index + 1) * (1::bigint << level::integer) > (SELECT COALESCE(max(index) + 1, 0) FROM log_leaves)
     ORDER BY level, index LIMIT 1000`,
  );
  return rows.map(({ row }: { row: string }) => row);
}

export type OrderedCheckpoint = Pick<CheckpointRow, 'size' | 'root' | 'body' | 'signature' | 'signedAt'> & {
  /** 1, 2, 3 … in the order of signing. */
  number: number;
};

/** The next checkpoints in the order of their sizes. */
export async function nextCheckpoints(db: Db, after: number, limit: number): Promise<OrderedCheckpoint[]> {
  const { rows } = await db.raw(
    `SELECT number, size, root, body, signature, signed_at AS "signedAt" FROM checkpoints
     WHERE size > ? ORDER BY size LIMIT ?`,
    [after, limit],
  );
  return rows;
}

export interface StoredProof {
  kind: string;
  subject: string;
  document: string;
}

/** The next proofs that were made, in the order of their subjects. */
export async function nextProofs(
  db: Db,
  after: { kind: string; subject: string } | null,
  limit: number,
): Promise<StoredProof[]> {
  const { rows } = await db.raw(
    `SELECT kind, subject, document FROM proofs
     WHERE (kind, subject) > (:kind, :subject) ORDER BY kind, subject LIMIT :limit`,
    { kind: after?.kind ?? '', subject: after?.subject ?? '', limit },
  );
  return rows;
}
