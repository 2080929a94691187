import type { Db } from '../../db/knex';
import { nodesBeyond, storedNodes } from '../../db/log-check';
import { listLeaves, type StoredLeaf } from '../../db/log-store';
import { digestsOfRows, type RowDigest, tableOf } from '../../db/sealed-rows';
import { hashOfLeaf, type LogKind } from '../../domain/log-leaf';
import { type GrowingTree, growTree, type Hash, nodeHash } from '../../domain/merkle-tree';
import type { Report } from './fault';

const PAGE = 1_000;

export interface TreeWalk {
  /** Called with the tree at each size that it has. */
  grown(tree: GrowingTree): Promise<void> | void;
  report: Report;
}

/**
 * The log from its first leaf on: each leaf made again from its row, each node from those below it. Of a leaf, its row and
 * its node one may have been changed, or two: what the nodes above were made of is what was signed.
 * @param size how many leaves there were when the walk began
 * @returns how many leaves were looked at
 */
export async function checkTree(db: Db, size: number, walk: TreeWalk): Promise<number> {
  const tree = growTree(0, []);
  for (let start = 0; start < size; start += PAGE) {
    const leaves = await listLeaves(db, { start, limit: PAGE, below: Math.min(size, start + PAGE) });
    const page = await readPage(db, leaves, { start, end: Math.min(size, start + PAGE) });
    for (let index = start; index < page.end; index += 1) {
      const hash = await soundHash(db, index, page, walk.report);
      if (hash === null) return index;
      checkNodes(tree, hash, page, walk.report);
      await walk.grown(tree);
    }
  }
  for (const row of await nodesBeyond(db))
    walk.report({ table: 'log_nodes', row, what: 'belongs to no tree of the leaves there are' });
  return size;
}

interface Page {
  end: number;
  leaves: Map<number, StoredLeaf>;
  rows: Map<string, RowDigest>;
  nodes: Map<string, Hash>;
}

async function readPage(db: Db, leaves: StoredLeaf[], range: { start: number; end: number }): Promise<Page> {
  const rows = new Map<string, RowDigest>();
  for (const kind of new Set(leaves.map((leaf) => leaf.kind))) {
    const subjects = leaves.filter((leaf) => leaf.kind === kind).map(({ subject }) => subject);
    for (const [subject, digest] of await digestsOfRows(db, kind, subjects))
      rows.set(`${kind} ${subject}`, digest);
  }
  const positions = Array.from({ length: range.end - range.start }, (_, at) => range.start + at).flatMap(
    completedBy,
  );
  return {
    end: range.end,
    leaves: new Map(leaves.map((leaf) => [leaf.index, leaf])),
    rows,
    nodes: await storedNodes(db, positions),
  };
}

/** The subtrees that the leaf at an index completes, itself the first. */
function completedBy(index: number): { level: number; index: number }[] {
  const completed = [{ level: 0, index }];
  for (let at = index, level = 1; at % 2 === 1; level += 1) {
    at = (at - 1) / 2;
    completed.push({ level, index: at });
  }
  return completed;
}

/**
 * What the tree was made of at an index, and what was changed there since.
 * @returns null where it cannot be known, so that nothing behind it can be checked
 */
async function soundHash(db: Db, index: number, page: Page, report: Report): Promise<Hash | null> {
  const leaf = page.leaves.get(index);
  const node = page.nodes.get(`0:${index}`);
  const fault = (table: string, row: string, what: string) => report({ table, row, what });
  if (leaf === undefined) {
    fault('log_leaves', String(index), 'is missing');
    return node ?? null;
  }
  const made = hashOfLeaf(leaf);
  const row = page.rows.get(`${leaf.kind} ${leaf.subject}`);
  if (node === undefined) fault('log_nodes', `0:${index}`, 'is missing');
  const differs = node !== undefined && !equal(made, node);
  const byNode = differs && (await nodeIsRight(db, index, { node, made, row, kind: leaf.kind }));
  if (byNode) fault('log_leaves', String(index), 'is not what the tree was made of');
  else if (differs) fault('log_nodes', `0:${index}`, 'is not the hash of its leaf');
  const right = byNode ? node : made;
  const what = wrongWithRow(row, leaf, right);
  if (what !== null) fault(tableOf(leaf.kind), leaf.subject, `${what}; it is leaf ${index} of the log`);
  return right;
}

/** Who of leaf and node is right is told by the node above, or else by the row. */
async function nodeIsRight(
  db: Db,
  index: number,
  { node, made, row, kind }: { node: Hash; made: Hash; row: RowDigest | undefined; kind: LogKind },
): Promise<boolean> {
  const sibling = index % 2 === 1 ? index - 1 : index + 1;
  const above = await storedNodes(db, [
    { level: 1, index: Math.floor(index / 2) },
    { level: 0, index: sibling },
  ]);
  const [parent, other] = [above.get(`1:${Math.floor(index / 2)}`), above.get(`0:${sibling}`)];
  if (parent !== undefined && other !== undefined) {
    const join = (own: Hash) => (index % 2 === 1 ? nodeHash(other, own) : nodeHash(own, other));
    if (equal(join(node), parent)) return true;
    if (equal(join(made), parent)) return false;
  }
  return row !== undefined && 'digest' in row && equal(hashOfLeaf({ kind, digest: row.digest }), node);
}

const FAULTS = {
  row_missing: 'is gone',
  digest_mismatch: 'is not what its own digest says',
  kind_unknown: 'is of a kind that nothing is known of',
};

function wrongWithRow(row: RowDigest | undefined, { kind }: StoredLeaf, right: Hash): string | null {
  if (row === undefined) return FAULTS.row_missing;
  if ('fault' in row) return FAULTS[row.fault];
  return equal(hashOfLeaf({ kind, digest: row.digest }), right)
    ? null
    : 'is not as it was when it was sealed';
}

function checkNodes(tree: GrowingTree, hash: Hash, page: Page, report: Report): void {
  for (const { level, index, hash: made } of tree.append(hash)) {
    if (level === 0) continue;
    const stored = page.nodes.get(`${level}:${index}`);
    if (stored === undefined) report({ table: 'log_nodes', row: `${level}:${index}`, what: 'is missing' });
    else if (!equal(stored, made))
      report({ table: 'log_nodes', row: `${level}:${index}`, what: 'is not made of the two below it' });
  }
}

const equal = (a: Hash, b: Hash): boolean => Buffer.from(a).equals(Buffer.from(b));
