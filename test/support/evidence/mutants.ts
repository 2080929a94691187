import { BYTE_MUTATIONS, type Mutation } from './byte-mutations';
import { FILE_MUTATIONS } from './file-mutations';
import { JSON_MUTATIONS } from './json-mutations';
import { digestOf } from './keys';
import { Random } from './random';
import { jcs } from './receipt';
import type { Sample } from './samples';

export interface Mutant {
  /** The genuine file it was made of, and how. */
  of: string;
  how: string;
  bytes: Buffer;
}

const BYTE = Object.entries(BYTE_MUTATIONS);
const KNOWING = Object.entries({ ...JSON_MUTATIONS, ...FILE_MUTATIONS });

/**
 * Changed files, always the same for the same samples and seed. Of ten, seven are changed at a byte; these places are
 * spread over all bytes of all samples alike, so that with as many mutants as bytes each is hit once.
 */
export function* mutants(samples: readonly Sample[], count: number, seed: number): Generator<Mutant> {
  const random = new Random(seed);
  const genuine = new Set(samples.flatMap(alsoGenuine).map((bytes) => digestOf(bytes)));
  const total = samples.reduce((sum, { bytes }) => sum + bytes.length, 0);
  let place = random.below(total);
  for (let made = 0; made < count; ) {
    const knowing = random.below(10) < 3;
    place = (place + stepFor(total)) % total;
    const { sample, at } = knowing ? { sample: random.oneOf(samples), at: place } : locate(samples, place);
    const [how, mutation]: [string, Mutation] = random.oneOf(knowing ? KNOWING : BYTE);
    const others = samples.filter((one) => one.kind === sample.kind && one !== sample);
    const bytes = mutation(sample, { random, at: at % sample.bytes.length, others });
    if (bytes === undefined || genuine.has(digestOf(bytes))) continue;
    made++;
    yield { of: sample.name, how, bytes };
  }
}

/** A step that has nothing in common with the length visits every place before it comes back to the first. */
function stepFor(total: number): number {
  let step = Math.floor(total * 0.618) | 1;
  while (greatestCommonDivisor(step, total) !== 1) step += 2;
  return step;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function locate(samples: readonly Sample[], place: number): { sample: Sample; at: number } {
  let before = 0;
  for (const sample of samples) {
    if (place < before + sample.bytes.length) return { sample, at: place - before };
    before += sample.bytes.length;
  }
  throw new Error('There is no such place.');
}

/** A receipt bundle stays genuine when the content is left out, as it is once the content was destroyed. */
function alsoGenuine({ kind, bytes }: Sample): Buffer[] {
  if (kind !== 'receipt-bundle') return [bytes];
  const { content: _, ...rest } = JSON.parse(bytes.toString());
  return [bytes, Buffer.from(jcs(rest))];
}
