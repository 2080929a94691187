import { constants, inflateRawSync, inflateSync } from 'node:zlib';
import { Fault } from './fault.mjs';

const MiB = 1024 * 1024;

/** How much a file and all that is packed in it may unpack to. */
export const MOST_UNPACKED = 256 * MiB;

/** Of which one part may be so much: it is unpacked in memory. */
export const MOST_OF_PART = 128 * MiB;

/** How much of one picture is drawn at most by whoever opens it: a sheet of A3 at 600 dots per inch has 70 million. */
export const MOST_PIXELS = 100_000_000;

export function createBudget(bytes = MOST_UNPACKED) {
  let left = bytes;
  return {
    spend(used) {
      left -= used;
      if (left < 0) throw new Fault('file.expands');
    },
    left: () => left,
  };
}

/**
 * Inflates what begins the buffer, whatever comes after it.
 * @returns undefined where that is not deflated, `too_much` where more than `most` bytes come of it
 */
export const inflated = (bytes, most) => unpack(inflateSync, bytes, most);

/** As `inflated`, without the header of RFC 1950. */
export const inflatedRaw = (bytes, most) => unpack(inflateRawSync, bytes, most);

function unpack(by, bytes, most) {
  if (most <= 0) return 'too_much';
  try {
    return by(bytes, {
      maxOutputLength: most,
      finishFlush: constants.Z_SYNC_FLUSH,
      chunkSize: chunkFor(bytes),
    });
  } catch (error) {
    return error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too_much' : undefined;
  }
}

/** Few steps for what is large, little memory for what is small. */
const chunkFor = (bytes) => Math.min(MiB, Math.max(16_384, bytes.length * 4));

/** RFC 1950 §2.2: the first two bytes of what is deflated. */
export const looksDeflated = (bytes) =>
  bytes.length > 2 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;

/** @throws Fault `file.too_many_pixels`, or `file.broken` for a picture of no size */
export function requireFewPixels(width, height) {
  if (width * height > MOST_PIXELS) throw new Fault('file.too_many_pixels');
  if (!(width > 0 && height > 0)) throw new Fault('file.broken');
}
