import { requireFewPixels } from './budget.mjs';
import { Fault } from './fault.mjs';

const MOST_PAGES = 10_000;
const WIDTH = 256;
const HEIGHT = 257;
const SHORT = 3;

/** Each page's directory, one after the other (TIFF 6.0, section 2). */
export function checkTiff(bytes) {
  const little = bytes.toString('latin1', 0, 2) === 'II';
  const u16 = (at) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  if (u16(2) !== 42) throw new Fault('file.broken');
  const seen = new Set();
  for (let at = u32(4); at !== 0; ) {
    if (seen.has(at) || seen.size >= MOST_PAGES) throw new Fault('file.broken');
    seen.add(at);
    const entries = u16(at);
    const size = { [WIDTH]: 0, [HEIGHT]: 0 };
    for (let n = 0; n < entries; n += 1) {
      const entry = at + 2 + n * 12;
      const tag = u16(entry);
      if (tag === WIDTH || tag === HEIGHT)
        size[tag] = u16(entry + 2) === SHORT ? u16(entry + 8) : u32(entry + 8);
    }
    requireFewPixels(size[WIDTH] ?? 0, size[HEIGHT] ?? 0);
    at = u32(at + 2 + entries * 12);
  }
  if (seen.size === 0) throw new Fault('file.broken');
}
