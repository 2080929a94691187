import type { Random } from './random';
import type { Sample } from './samples';

export interface Chance {
  random: Random;
  /** Where in the file: over a campaign every byte is hit, see `mutants`. */
  at: number;
  /** Other genuine files of the same kind. */
  others: readonly Sample[];
}

/** Makes another file of a genuine one; undefined where this change has no meaning for it. */
export type Mutation = (sample: Sample, chance: Chance) => Buffer | undefined;

function setAt(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = value;
  return changed;
}

const splice = (bytes: Buffer, at: number, removed: number, inserted: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)]);

const range = (bytes: Buffer, at: number, random: Random): Buffer =>
  bytes.subarray(at, at + 1 + random.below(Math.min(200, bytes.length - at)));

/** Whatever can happen to a file on a disk or on a wire. */
export const BYTE_MUTATIONS: Record<string, Mutation> = {
  'bit flipped': ({ bytes }, { at, random }) => setAt(bytes, at, (bytes[at] ?? 0) ^ (1 << random.below(8))),
  'byte replaced': ({ bytes }, { at, random }) => setAt(bytes, at, random.below(256)),
  'byte inserted': ({ bytes }, { at, random }) => splice(bytes, at, 0, Buffer.of(random.below(256))),
  'bytes deleted': ({ bytes }, { at, random }) => splice(bytes, at, 1 + random.below(8), Buffer.alloc(0)),
  'cut off': ({ bytes }, { at }) => bytes.subarray(0, at),
  'begun late': ({ bytes }, { at }) => bytes.subarray(at + 1),
  'range doubled': ({ bytes }, { at, random }) => splice(bytes, at, 0, range(bytes, at, random)),
  'range zeroed': ({ bytes }, { at, random }) => {
    const { length } = range(bytes, at, random);
    return splice(bytes, at, length, Buffer.alloc(length));
  },
  'ranges swapped': ({ bytes }, { at, random }) => {
    const first = range(bytes, at, random);
    const second = bytes.subarray(at + first.length, at + first.length * 2);
    return splice(bytes, at, first.length + second.length, Buffer.concat([second, first]));
  },
  'range of another': ({ bytes }, { at, random, others }) => {
    if (others.length === 0) return undefined;
    const other = random.oneOf(others).bytes;
    const piece = range(other, random.below(other.length), random);
    return splice(bytes, at, piece.length, piece);
  },
  'bytes appended': ({ bytes }, { random }) =>
    splice(bytes, bytes.length, 0, Buffer.from([random.below(256)])),
  'letter case': ({ bytes }, { at }) => setAt(bytes, at, (bytes[at] ?? 0) ^ 0x20),
};
