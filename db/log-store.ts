import type { RegisterLine } from '../domain/checkpoint';
import type { LogLeaf } from '../domain/log-leaf';
import type { Hash, Node, Position } from '../domain/merkle-tree';
import type { Db, Tx } from './knex';
import type { RowFault } from './sealed-rows';

/** Why an entry of the queue cannot become a leaf; `sealed_otherwise`: its row is in the log with another digest. */
export type QueueFault = RowFault | 'sealed_otherwise';

/** Any fixed number: whoever holds this lock is the one that adds to the log. */
const LOCK = 6962;

/** Until the end of the transaction nobody else adds to the log. @returns false where somebody else is at it */
export async function lockLog(tx: Tx): Promise<boolean> {
  const { rows } = await tx.raw('SELECT pg_try_advisory_xact_lock(?) AS held', [LOCK]);
  return rows[0].held;
}

export interface QueueEntry {
  position: number;
  kind: string;
  subject: string;
}

export interface QueueReading {
  entries: QueueEntry[];
  /** There are more than were read. */
  more: boolean;
  /** How far each register was at the same instant. */
  registers: RegisterLine[];
}

/**
 * The oldest entries and the registers, in one statement and so of one instant: where nothing more waits, every
 * registration that the registers count is in the log or among these entries.
 */
export async function readQueue(tx: Tx, limit: number): Promise<QueueReading> {
  const { rows } = await tx.raw(
    `SELECT
       (SELECT COALESCE(json_agg(w ORDER BY w.position), '[]') FROM (
          SELECT position, kind, subject FROM log_queue WHERE fault IS NULL ORDER BY position LIMIT :limit + 1
        ) w) AS entries,
       (SELECT COALESCE(json_agg(json_build_object(
                'register', register, 'office', office, 'year', year, 'highest', last_seq)), '[]')
        FROM (SELECT 'register' AS register, office, year, last_seq FROM registration_series
              UNION ALL SELECT 'outgoing', office, year, last_seq FROM outgoing_series) s) AS registers`,
    { limit },
  );
  const { entries, registers } = rows[0];
  return { entries: entries.slice(0, limit), more: entries.length > limit, registers };
}

export async function removeQueued(tx: Tx, positions: number[]): Promise<void> {
  await tx.raw('DELETE FROM log_queue WHERE position = ANY (?::bigint[])', [positions]);
}

/** What cannot be sealed stays where it is, with the reason, and holds nothing up. */
export async function markFaulty(tx: Tx, faults: { position: number; fault: QueueFault }[]): Promise<void> {
  await tx.raw(
    `UPDATE log_queue q SET fault = f.fault FROM unnest(:positions::bigint[], :faults::text[]) AS f (position, fault)
     WHERE q.position = f.position`,
    { positions: faults.map(({ position }) => position), faults: faults.map(({ fault }) => fault) },
  );
}

/** What was marked is tried again: the row may have been brought back from a backup. */
export async function retryFaulty(db: Db): Promise<void> {
  await db.raw('UPDATE log_queue SET fault = NULL WHERE fault IS NOT NULL');
}

/** How many leaves there are, those that no checkpoint counts yet included. */
export async function countLeaves(db: Db | Tx): Promise<number> {
  const { rows } = await db.raw('SELECT COALESCE(max(index) + 1, 0) AS size FROM log_leaves');
  return rows[0].size;
}

/**
 * The hashes of complete subtrees, in one query.
 * @throws Error in what is returned, when asked for a subtree that is not there
 */
export async function readNodes(
  db: Db | Tx,
  positions: readonly Position[],
): Promise<(position: Position) => Hash> {
  const { rows } = await db.raw(
    // Each by its key, whatever the planner thinks how many there will be: the tables grow for ever.
    `SELECT n.level, n.index, n.hash FROM unnest(:levels::integer[], :indexes::bigint[]) AS p (level, index)
     CROSS JOIN LATERAL (
       SELECT * FROM log_nodes WHERE log_nodes.level = p.level AND log_nodes.index = p.index LIMIT 1
     ) n`,
    { levels: positions.map(({ level }) => level), indexes: positions.map(({ index }) => index) },
  );
  const hashes = new Map<string, Hash>(rows.map((node: Node) => [nameOf(node), node.hash]));
  return (position) => {
    const hash = hashes.get(nameOf(position));
    if (hash === undefined) throw new Error(`The log has lost its subtree ${nameOf(position)}.`);
    return hash;
  };
}

const nameOf = ({ level, index }: Position): string => `${level}/${index}`;

export interface StoredLeaf extends LogLeaf {
  index: number;
  subject: string;
}

/** @throws a unique violation where a row is in the log already */
export async function insertLeaves(tx: Tx, leaves: StoredLeaf[]): Promise<void> {
  await tx.raw(
    `INSERT INTO log_leaves (index, kind, subject, digest)
     SELECT * FROM unnest(:indexes::bigint[], :kinds::text[], :subjects::text[], :digests::text[])`,
    {
      indexes: leaves.map(({ index }) => index),
      kinds: leaves.map(({ kind }) => kind),
      subjects: leaves.map(({ subject }) => subject),
      digests: leaves.map(({ digest }) => digest),
    },
  );
}

export async function insertNodes(tx: Tx, nodes: Node[]): Promise<void> {
  await tx.raw(
    `INSERT INTO log_nodes (level, index, hash)
     SELECT * FROM unnest(:levels::smallint[], :indexes::bigint[], :hashes::bytea[])`,
    {
      levels: nodes.map(({ level }) => level),
      indexes: nodes.map(({ index }) => index),
      hashes: nodes.map(({ hash }) => Buffer.from(hash)),
    },
  );
}

const LEAF = 'index, kind, subject, digest';

/** @param below the size of the tree that the reader can check it against */
export async function listLeaves(
  db: Db,
  page: { start: number; limit: number; below: number },
): Promise<StoredLeaf[]> {
  const { rows } = await db.raw(
    `SELECT ${LEAF} FROM log_leaves WHERE index >= :start AND index < :below ORDER BY index LIMIT :limit`,
    page,
  );
  return rows;
}

/** The first place of a leaf by its text. Without `LIMIT`, for which a planner may walk the log from its beginning. */
export async function findLeaf(db: Db, { kind, digest }: LogLeaf): Promise<StoredLeaf | undefined> {
  const { rows } = await db.raw(`SELECT ${LEAF} FROM log_leaves WHERE digest = ? AND kind = ?`, [
    digest,
    kind,
  ]);
  return rows.sort((a: StoredLeaf, b: StoredLeaf) => a.index - b.index)[0];
}

/** The leaves of some rows of one kind. */
export async function findLeavesOf(db: Db | Tx, kind: string, subjects: string[]): Promise<StoredLeaf[]> {
  const { rows } = await db.raw(`SELECT ${LEAF} FROM log_leaves WHERE kind = ? AND subject = ANY (?)`, [
    kind,
    subjects,
  ]);
  return rows;
}

export interface LogBacklog {
  /** Rows that wait for the sealer. */
  depth: number;
  /** When the oldest evidence among them was made. */
  oldest: Date | null;
  /** Rows that cannot be sealed. */
  faults: number;
  /** Leaves that the newest checkpoint counts. */
  size: number;
  /** And how far each witness has cosigned. */
  witnesses: { witness: string; size: number }[];
}

export async function readLogBacklog(db: Db): Promise<LogBacklog> {
  const { rows } = await db.raw(
    `SELECT count(*) FILTER (WHERE q.fault IS NULL) AS depth, count(q.fault) AS faults,
       (SELECT e.at FROM evidences e WHERE e.id = (
          SELECT CAST(o.subject AS uuid) FROM log_queue o
          WHERE o.kind = 'evidence' AND o.fault IS NULL AND o.subject ~ '^[0-9a-f-]{36}$' ORDER BY o.position LIMIT 1
        )) AS oldest,
       (SELECT COALESCE(max(size), 0) FROM checkpoints) AS size
     FROM log_queue q`,
  );
  const { rows: witnesses } = await db.raw(
    'SELECT witness, max(size) AS size FROM cosignatures GROUP BY witness ORDER BY witness',
  );
  return { ...rows[0], witnesses };
}
