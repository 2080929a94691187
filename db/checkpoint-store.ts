import type { Hash } from '../domain/merkle-tree';
import type { Db, Tx } from './knex';

export interface NewCheckpoint {
  size: number;
  root: Hash;
  /** What is signed: the lines of docs/evidence.md, Checkpoint. */
  body: string;
  /** The log's signature line, with its line feed. */
  signature: string;
  signedAt: Date;
}

export interface CheckpointRow extends NewCheckpoint {
  /** Lines of witnesses, each with its line feed, in the order of their names. */
  cosignatures: string[];
  /** RFC 3161 token over the SHA-256 of the body. */
  timestamp: Buffer | null;
}

const COLUMNS = `c.size, c.root, c.body, c.signature, c.signed_at AS "signedAt",
  ARRAY(SELECT w.line FROM cosignatures w WHERE w.size = c.size ORDER BY w.witness) AS cosignatures,
  (SELECT t.token FROM timestamps t WHERE t.size = c.size) AS timestamp`;

/** The signed note: body, empty line, the log's signature, then those of witnesses. */
export const noteOf = ({ body, signature, cosignatures }: CheckpointRow): string =>
  `${body}\n${signature}${cosignatures.join('')}`;

export async function insertCheckpoint(tx: Tx, checkpoint: NewCheckpoint): Promise<void> {
  const { size, root, body, signature, signedAt } = checkpoint;
  await tx('checkpoints').insert({ size, root: Buffer.from(root), body, signature, signed_at: signedAt });
}

export async function latestCheckpoint(db: Db | Tx): Promise<CheckpointRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM checkpoints c ORDER BY c.size DESC LIMIT 1`);
  return rows[0];
}

export async function findCheckpoint(db: Db | Tx, size: number): Promise<CheckpointRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM checkpoints c WHERE c.size = ?`, [size]);
  return rows[0];
}

/** The newest first. */
export async function listCheckpoints(
  db: Db,
  page: { before: number | undefined; limit: number },
): Promise<CheckpointRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM checkpoints c WHERE CAST(:before AS bigint) IS NULL OR c.size < CAST(:before AS bigint)
     ORDER BY c.size DESC LIMIT :limit`,
    { before: page.before ?? null, limit: page.limit },
  );
  return rows;
}

/** The checkpoint that says most of a leaf: the first that was time-stamped, else cosigned, else any that counts it. */
export async function checkpointForLeaf(db: Db | Tx, index: number): Promise<CheckpointRow | undefined> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM checkpoints c WHERE c.size = COALESCE(
       (SELECT min(size) FROM timestamps WHERE size > :index),
       (SELECT min(size) FROM cosignatures WHERE size > :index),
       (SELECT min(size) FROM checkpoints WHERE size > :index))`,
    { index },
  );
  return rows[0];
}

export interface Cosignature {
  size: number;
  witness: string;
  line: string;
  cosignedAt: Date;
  receivedAt: Date;
}

/** Of two cosignatures of one witness under one checkpoint the first stays. */
export async function insertCosignature(db: Db, cosignature: Cosignature): Promise<void> {
  await db('cosignatures')
    .insert({
      size: cosignature.size,
      witness: cosignature.witness,
      line: cosignature.line,
      cosigned_at: cosignature.cosignedAt,
      received_at: cosignature.receivedAt,
    })
    .onConflict()
    .ignore();
}

/** The size of the newest checkpoint that a witness has cosigned here; 0 when none. */
export async function lastCosigned(db: Db | Tx, witness: string): Promise<number> {
  const { rows } = await db.raw('SELECT COALESCE(max(size), 0) AS size FROM cosignatures WHERE witness = ?', [
    witness,
  ]);
  return rows[0].size;
}

export async function insertTimestamp(
  db: Db | Tx,
  timestamp: { size: number; token: Uint8Array; stampedAt: Date; receivedAt: Date },
): Promise<void> {
  const { size, token, stampedAt, receivedAt } = timestamp;
  await db('timestamps')
    .insert({ size, token: Buffer.from(token), stamped_at: stampedAt, received_at: receivedAt })
    .onConflict()
    .ignore();
}

/** Which checkpoint was time-stamped last, and when that was noted here. */
export async function lastTimestamp(db: Db | Tx): Promise<{ size: number; receivedAt: Date } | undefined> {
  const { rows } = await db.raw(
    'SELECT size, received_at AS "receivedAt" FROM timestamps ORDER BY size DESC LIMIT 1',
  );
  return rows[0];
}

/** Which checkpoint a recipient was mailed last, and when. */
export async function lastMailed(
  db: Db | Tx,
  recipient: string,
): Promise<{ size: number; mailedAt: Date } | undefined> {
  const { rows } = await db.raw(
    'SELECT size, mailed_at AS "mailedAt" FROM checkpoint_mails WHERE recipient = ? ORDER BY size DESC LIMIT 1',
    [recipient],
  );
  return rows[0];
}

export async function insertCheckpointMail(
  tx: Tx,
  mail: { recipient: string; size: number; at: Date },
): Promise<void> {
  await tx('checkpoint_mails').insert({ recipient: mail.recipient, size: mail.size, mailed_at: mail.at });
}
