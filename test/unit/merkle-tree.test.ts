import { hex } from '@scure/base';
import fc from 'fast-check';
import {
  consistencyRanges,
  hashesOf,
  inclusionRanges,
  isConsistent,
  positionsOf,
  rootFromPath,
} from '../../domain/merkle-proofs';
import {
  EMPTY_ROOT,
  edgeOf,
  growTree,
  type Hash,
  leafHash,
  type Node,
  nodeHash,
  type Position,
} from '../../domain/merkle-tree';

// The published vectors of RFC 6962 implementations (certificate-transparency, transparency-dev/merkle).
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
/** Leaf (from 1), size, path. */
const INCLUSION: [number, number, string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [3, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    2,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
/** Size, later size, proof. */
const CONSISTENCY: [number, number, string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
  [
    6,
    7,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
];

const hashes = LEAVES.map((leaf) => leafHash(hex.decode(leaf)));

function grown(leaves: Hash[]) {
  const nodes = new Map<string, Hash>();
  const tree = growTree(0, []);
  const keep = ({ level, index, hash }: Node) => nodes.set(`${level}:${index}`, hash);
  for (const leaf of leaves) for (const node of tree.append(leaf)) keep(node);
  const hashAt = ({ level, index }: Position): Hash => {
    const hash = nodes.get(`${level}:${index}`);
    if (hash === undefined) throw new Error(`No subtree ${level}:${index}.`);
    return hash;
  };
  return { root: tree.root(), nodes, hashAt };
}

/** The definition of RFC 6962 §2.1, word for word, as what everything else is held against. */
function rootByDefinition(leaves: Hash[]): Hash {
  const [only] = leaves;
  if (only === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(rootByDefinition(leaves.slice(0, k)), rootByDefinition(leaves.slice(k)));
}

const leavesOf = (count: number): Hash[] =>
  Array.from({ length: count }, (_, at) => leafHash(new TextEncoder().encode(`leaf ${at}`)));

describe('the Merkle tree', () => {
  it('has the published roots', () => {
    expect(hex.encode(growTree(0, []).root())).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    const tree = growTree(0, []);
    const roots = hashes.map((hash) => {
      tree.append(hash);
      return hex.encode(tree.root());
    });
    expect(roots).toEqual(ROOTS);
  });

  it('gives the published paths, and they lead to the published roots', () => {
    const { hashAt } = grown(hashes);
    for (const [leaf, size, expected] of INCLUSION) {
      const path = hashesOf(inclusionRanges(leaf - 1, size), hashAt);
      expect(path.map(hex.encode)).toEqual(expected);
      const root = rootFromPath({ hash: hashes[leaf - 1] as Hash, index: leaf - 1, size }, path);
      expect(root && hex.encode(root)).toBe(ROOTS[size - 1]);
    }
  });

  it('gives the published proofs of consistency, and they hold', () => {
    const { hashAt } = grown(hashes);
    for (const [from, size, expected] of CONSISTENCY) {
      const proof = hashesOf(consistencyRanges(from, size), hashAt);
      expect(proof.map(hex.encode)).toEqual(expected);
      const head = (of: number) => ({ size: of, root: hex.decode(ROOTS[of - 1] ?? '') });
      expect(isConsistent(head(from), head(size), proof)).toBe(true);
      if (proof.length === 0) continue;
      expect(isConsistent(head(size), head(from), proof)).toBe(false);
      expect(isConsistent(head(from), head(size), proof.slice(1))).toBe(false);
      expect(isConsistent(head(from), head(size), [...proof, head(size).root])).toBe(false);
      expect(isConsistent({ ...head(from), root: head(size).root }, head(size), proof)).toBe(false);
    }
  });

  it('is the tree of the definition, at whatever size it was taken up again', () => {
    fc.assert(
      fc.property(fc.nat(130), fc.nat(130), (first, more) => {
        const leaves = leavesOf(first + more);
        const { hashAt } = grown(leaves.slice(0, first));
        const again = growTree(first, edgeOf(first).map(hashAt));
        for (const leaf of leaves.slice(first)) again.append(leaf);
        expect(again.size()).toBe(first + more);
        expect(hex.encode(again.root())).toBe(hex.encode(rootByDefinition(leaves)));
      }),
    );
  });

  it('completes each subtree once', () => {
    const { nodes } = grown(leavesOf(100));
    const complete = [0, 1, 2, 3, 4, 5, 6].reduce((sum, level) => sum + Math.floor(100 / 2 ** level), 0);
    expect(nodes.size).toBe(complete);
  });

  it('proves every leaf in every tree, and nothing of a leaf, place or path that was changed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.nat(),
        fc.nat(255),
        fc.nat(),
        (size, at, bit, other) => {
          const leaves = leavesOf(size);
          const index = at % size;
          const { root, hashAt } = grown(leaves);
          const path = hashesOf(inclusionRanges(index, size), hashAt);
          const hash = leaves[index] as Hash;
          const rootOf = (place: { hash: Hash; index: number; size: number }, by = path) => {
            const found = rootFromPath(place, by);
            return found && hex.encode(found);
          };
          const expected = hex.encode(root);
          expect(rootOf({ hash, index, size })).toBe(expected);
          const flipped = Uint8Array.from(hash);
          flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          expect(rootOf({ hash: flipped, index, size })).not.toBe(expected);
          if (size > 1) expect(rootOf({ hash, index: (index + 1) % size, size })).not.toBe(expected);
          expect(rootOf({ hash, index, size }, [...path, hash])).not.toBe(expected);
          if (path.length === 0) return;
          const place = other % path.length;
          expect(rootOf({ hash, index, size }, path.toSpliced(place, 1))).not.toBe(expected);
          expect(rootOf({ hash, index, size }, path.toSpliced(place, 1, flipped))).not.toBe(expected);
        },
      ),
    );
  });

  it('proves every pair of its trees consistent, and no tree of which a leaf was changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), (size, smaller, at) => {
        const leaves = leavesOf(size);
        const from = smaller % (size + 1);
        const { hashAt, root } = grown(leaves);
        const proof = hashesOf(consistencyRanges(from, size), hashAt);
        const older = { size: from, root: rootByDefinition(leaves.slice(0, from)) };
        expect(isConsistent(older, { size, root }, proof)).toBe(true);
        if (from === 0) return;
        const other = leaves.toSpliced(at % from, 1, nodeHash(root, root));
        const changed = grown(other);
        const forged = hashesOf(consistencyRanges(from, size), changed.hashAt);
        expect(isConsistent(older, { size, root: changed.root }, forged)).toBe(false);
        expect(isConsistent(older, { size, root: changed.root }, proof)).toBe(false);
      }),
    );
  });

  it('needs few subtrees for a proof, also where 32 bits are not enough', () => {
    const size = 2 ** 40 + 12_345;
    expect(positionsOf(inclusionRanges(2 ** 39, size)).length).toBeLessThan(60);
    expect(positionsOf(consistencyRanges(2 ** 33 + 1, size)).length).toBeLessThan(80);
    expect(edgeOf(size).map(({ level }) => level)).toEqual([40, 13, 12, 5, 4, 3, 0]);
    expect(() => inclusionRanges(size, size)).toThrow(RangeError);
    expect(() => consistencyRanges(size + 1, size)).toThrow(RangeError);
  });
});
