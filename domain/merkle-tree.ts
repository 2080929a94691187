import { sha256 } from '@noble/hashes/sha2';

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array;

/** A complete subtree: it covers the leaves from `index` · 2^`level`, 2^`level` of them. Level 0 are the leaves. */
export interface Position {
  level: number;
  index: number;
}

export interface Node extends Position {
  hash: Hash;
}

/** RFC 6962 §2.1 (RFC 9162 §2.1.1): leaves and inner nodes are hashed apart, so that none can pass for the other. */
export const leafHash = (leaf: Uint8Array): Hash => prefixed(0x00, leaf);
export const nodeHash = (left: Hash, right: Hash): Hash => prefixed(0x01, left, right);
export const EMPTY_ROOT: Hash = sha256(new Uint8Array());

function prefixed(prefix: number, ...parts: Uint8Array[]): Hash {
  const hash = sha256.create().update(Uint8Array.of(prefix));
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** A tree that grows at its right edge. Only the edge is held: what is complete does not change any more. */
export interface GrowingTree {
  size(): number;
  root(): Hash;
  /** Adds a leaf. @returns the subtrees that it completes, itself the first */
  append(hash: Hash): Node[];
}

/** @param edge the hashes of `edgeOf(size)`, in its order */
export function growTree(size: number, edge: readonly Hash[]): GrowingTree {
  const stack = [...edge];
  let leaves = size;
  return {
    size: () => leaves,
    root: () => (stack.length === 0 ? EMPTY_ROOT : foldRight(stack)),
    append(hash) {
      const completed: Node[] = [{ level: 0, index: leaves, hash }];
      let node = { level: 0, index: leaves, hash };
      // A right child completes its parent, and that perhaps its own.
      for (let left = stack.at(-1); node.index % 2 === 1 && left !== undefined; left = stack.at(-1)) {
        stack.pop();
        node = {
          level: node.level + 1,
          index: (node.index - 1) / 2,
          hash: nodeHash(left, node.hash),
        };
        completed.push(node);
      }
      stack.push(node.hash);
      leaves += 1;
      return completed;
    },
  };
}

/** The complete subtrees of which a tree of this size consists, the largest (leftmost) first. */
export const edgeOf = (size: number): Position[] => completeSubtrees({ start: 0, end: size });

/** Leaves from `start` up to and without `end`. */
export interface Range {
  start: number;
  end: number;
}

/**
 * The complete subtrees of a range, the leftmost first. Ranges of RFC 6962 begin where a subtree of at least their
 * length begins, so their sizes are the binary digits of the length.
 */
export function completeSubtrees({ start, end }: Range): Position[] {
  const positions: Position[] = [];
  let at = start;
  while (at < end) {
    const length = largestPower(end - at);
    positions.push({ level: Math.round(Math.log2(length)), index: at / length });
    at += length;
  }
  return positions;
}

/** The largest power of two that is not above `length`. */
export function largestPower(length: number): number {
  let power = 1;
  while (power * 2 <= length) power *= 2;
  return power;
}

/** MTH of a range from its complete subtrees. */
export function foldRight(hashes: readonly Hash[]): Hash {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}
