import { requireFewPixels } from './budget.mjs';
import { Fault } from './fault.mjs';

const END = Buffer.from([0xff, 0xd9]);
const START_OF_SCAN = 0xda;

/** The segments before the first scan, one of which holds the size, and an end after it (ITU-T T.81, annex B). */
export function checkJpeg(bytes) {
  let sized = false;
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes.readUInt16BE(at) & 0xff;
    if (bytes[at] !== 0xff) throw new Fault('file.broken');
    if (isFrame(marker)) {
      // A height of zero comes with the first scan's end; nothing that people have writes it.
      requireFewPixels(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
      sized = true;
    }
    if (marker === START_OF_SCAN) break;
    at += standsAlone(marker) ? 2 : 2 + lengthAt(bytes, at + 2);
  }
  if (!sized || bytes.indexOf(END, at) < 0) throw new Fault('file.broken');
}

const isFrame = (marker) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const standsAlone = (marker) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

function lengthAt(bytes, at) {
  const length = bytes.readUInt16BE(at);
  if (length < 2) throw new Fault('file.broken');
  return length;
}
