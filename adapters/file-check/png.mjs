import { inflated, requireFewPixels } from './budget.mjs';
import { Fault } from './fault.mjs';

const MiB = 1024 * 1024;
/** What a chunk of words or colours unpacks to at most. */
const MOST_IN_CHUNK = 4 * MiB;
/** Chunks that are deflated after a name and, of `iTXt`, other words. */
const DEFLATED = new Set(['zTXt', 'iTXt', 'iCCP']);

/** From the first chunk to the last (PNG, W3C Recommendation, §5). */
export function checkPng(bytes, budget) {
  let at = 8;
  for (let first = true; ; first = false) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (data.length < length || at + 12 + length > bytes.length) throw new Fault('file.broken');
    if (first !== (type === 'IHDR')) throw new Fault('file.broken');
    if (first) requireFewPixels(data.readUInt32BE(0), data.readUInt32BE(4));
    if (DEFLATED.has(type)) requireSmall(data, budget);
    if (type === 'IEND') return;
    at += 12 + length;
  }
}

function requireSmall(data, budget) {
  for (let at = data.indexOf(0); at >= 0 && at < 400; at = data.indexOf(0, at + 1)) {
    const unpacked = inflated(data.subarray(at + 2), Math.min(MOST_IN_CHUNK, budget.left()));
    if (unpacked === 'too_much') throw new Fault('file.expands');
    budget.spend(unpacked?.length ?? 0);
  }
}
