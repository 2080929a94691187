import {
  completeSubtrees,
  foldRight,
  type Hash,
  largestPower,
  nodeHash,
  type Position,
  type Range,
} from './merkle-tree';

/** The ranges whose hashes prove that a leaf is in a tree: PATH(m, D[n]) of RFC 6962 §2.1.1, lowest first. */
export function inclusionRanges(index: number, size: number): Range[] {
  if (index < 0 || index >= size) throw new RangeError(`Leaf ${index} is not in a tree of ${size}.`);
  const path = ({ start, end }: Range): Range[] => {
    if (end - start === 1) return [];
    const middle = split({ start, end });
    return index < middle
      ? [...path({ start, end: middle }), { start: middle, end }]
      : [...path({ start: middle, end }), { start, end: middle }];
  };
  return path({ start: 0, end: size });
}

/** The ranges whose hashes prove that one tree continues another: PROOF(m, D[n]) of RFC 6962 §2.1.2. */
export function consistencyRanges(from: number, size: number): Range[] {
  if (from < 0 || from > size) throw new RangeError(`A tree of ${size} does not continue one of ${from}.`);
  if (from === 0) return [];
  const proof = ({ start, end }: Range): Range[] => {
    // The whole older tree is what the verifier holds already.
    if (end === from) return start === 0 ? [] : [{ start, end }];
    const middle = split({ start, end });
    return from <= middle
      ? [...proof({ start, end: middle }), { start: middle, end }]
      : [...proof({ start: middle, end }), { start, end: middle }];
  };
  return proof({ start: 0, end: size });
}

const split = ({ start, end }: Range): number => start + largestPower(end - start - 1);

/** Every complete subtree that the hashes of these ranges need. */
export const positionsOf = (ranges: readonly Range[]): Position[] => ranges.flatMap(completeSubtrees);

/** @param hashAt the hash of a complete subtree */
export function hashesOf(ranges: readonly Range[], hashAt: (position: Position) => Hash): Hash[] {
  return ranges.map((range) => foldRight(completeSubtrees(range).map(hashAt)));
}

/**
 * RFC 9162 §2.1.3.2: the root that follows from a leaf's hash and its path.
 * @returns undefined where the path does not fit index and size
 */
export function rootFromPath(
  leaf: { hash: Hash; index: number; size: number },
  path: readonly Hash[],
): Hash | undefined {
  if (leaf.index < 0 || leaf.index >= leaf.size || !isHash(leaf.hash)) return undefined;
  let [fn, sn] = [leaf.index, leaf.size - 1];
  let root = leaf.hash;
  for (const sibling of path) {
    if (sn === 0 || !isHash(sibling)) return undefined;
    if (isOdd(fn) || fn === sn) {
      root = nodeHash(sibling, root);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else root = nodeHash(root, sibling);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? root : undefined;
}

/** A tree as a checkpoint describes it. */
export interface TreeHead {
  size: number;
  root: Hash;
}

/** RFC 9162 §2.1.4.2: whether the second tree continues the first. */
export function isConsistent(first: TreeHead, second: TreeHead, proof: readonly Hash[]): boolean {
  if (![first.root, second.root, ...proof].every(isHash) || first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && equal(first.root, second.root);
  if (first.size === 0) return proof.length === 0;
  const path = first.size === largestPower(first.size) ? [first.root, ...proof] : proof;
  const [begin, ...rest] = path;
  if (begin === undefined || proof.length === 0) return false;
  let [fn, sn] = [first.size - 1, second.size - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let [older, newer] = [begin, begin];
  for (const sibling of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      [older, newer] = [nodeHash(sibling, older), nodeHash(sibling, newer)];
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else newer = nodeHash(newer, sibling);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equal(older, first.root) && equal(newer, second.root);
}

// No bit operations: they would cut sizes to 32 bits.
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);
const isHash = (value: Hash): boolean => value.length === 32;
const equal = (a: Hash, b: Hash): boolean => a.every((byte, at) => byte === b[at]);
