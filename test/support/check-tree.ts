import type { Db } from '../../db/knex';
import { parseCheckpoint } from '../../domain/checkpoint';
import { hashOfLeaf, type LogKind } from '../../domain/log-leaf';
import { growTree } from '../../domain/merkle-tree';

/**
 * Builds the whole tree anew from its leaves and holds every stored subtree and checkpoint against it.
 * @returns what is wrong, as sentences; empty when nothing is
 */
export async function checkTree(db: Db): Promise<string[]> {
  const leaves: { index: number; kind: LogKind; subject: string; digest: string }[] = await db('log_leaves')
    .orderBy('index')
    .select('index', 'kind', 'subject', 'digest');
  const stored: { level: number; index: number; hash: Buffer }[] = await db('log_nodes');
  const checkpoints: { size: number; root: Buffer; body: string }[] = await db('checkpoints').orderBy('size');
  const nodes = new Map(stored.map(({ level, index, hash }) => [`${level}/${index}`, hash.toString('hex')]));
  const roots = new Map<number, string>();
  const faults: string[] = [];
  const tree = growTree(0, []);
  let complete = 0;
  for (const [place, { index, kind, digest }] of leaves.entries()) {
    if (index !== place) faults.push(`Leaf ${place} is missing.`);
    for (const node of tree.append(hashOfLeaf({ kind, digest }))) {
      complete += 1;
      if (nodes.get(`${node.level}/${node.index}`) !== Buffer.from(node.hash).toString('hex'))
        faults.push(`Subtree ${node.level}/${node.index} is not that of its leaves.`);
    }
    roots.set(tree.size(), Buffer.from(tree.root()).toString('hex'));
  }
  if (complete !== nodes.size) faults.push(`There are ${nodes.size} subtrees for ${complete}.`);
  for (const { size, root, body } of checkpoints) {
    const said = parseCheckpoint(body);
    if (roots.get(size) !== root.toString('hex') || said?.size !== size || !root.equals(said.root))
      faults.push(`Checkpoint ${size} is not that of the leaves.`);
  }
  const names = new Set(leaves.map(({ kind, subject }) => `${kind} ${subject}`));
  if (names.size !== leaves.length) faults.push('A row is in the log twice.');
  return faults;
}
