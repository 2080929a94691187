import { Fault } from './fault.mjs';

const TILDE = 0x7e;

/** ISO 32000-1, 7.4.3; what is no digit of it is passed over, as readers do. */
export function fromAscii85(data, most) {
  const end = data.indexOf(TILDE);
  const text = end < 0 ? data : data.subarray(0, end);
  const out = Buffer.alloc(Math.min(most, text.length * 4));
  let length = 0;
  let group = [];
  for (const byte of text) {
    if (length + 4 > out.length) break;
    if (byte === 0x7a && group.length === 0) {
      length += 4;
      continue;
    }
    if (byte < 0x21 || byte > 0x75) continue;
    group.push(byte - 0x21);
    if (group.length < 5) continue;
    const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
    out.writeUInt32BE(value % 2 ** 32, length);
    length += 4;
    group = [];
  }
  return out.subarray(0, length);
}

/** ISO 32000-1, 7.4.2. */
export function fromAsciiHex(data, most) {
  const end = data.indexOf('>');
  const text = data.toString('latin1', 0, Math.min(end < 0 ? data.length : end, most * 2));
  return Buffer.from(text.replace(/[^0-9a-fA-F]/g, ''), 'hex');
}

const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;

/**
 * How much comes of LZW data (ISO 32000-1, 7.4.4), which is never unpacked for it.
 * @throws Fault `file.expands` past `most`
 */
export function lzwLength(data, most) {
  const lengths = new Uint32Array(MOST_CODES + 2).fill(1, 0, CLEAR);
  let next = END + 1;
  let before = 0;
  let width = 9;
  let total = 0;
  for (let bit = 0; bit + width <= data.length * 8; ) {
    const code = codeAt(data, bit, width);
    bit += width;
    if (code === END) break;
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      before = 0;
      continue;
    }
    if (code > next || (code === next && before === 0)) break;
    if (before > 0 && next < MOST_CODES) {
      lengths[next] = before + 1;
      next += 1;
    }
    before = lengths[code] ?? 0;
    total += before;
    if (total > most) throw new Fault('file.expands');
    if (next + 1 >= 2 ** width && width < 12) width += 1;
  }
  return total;
}

function codeAt(data, bit, width) {
  const at = bit >> 3;
  const three = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
  return (three >> (24 - width - (bit & 7))) & (2 ** width - 1);
}
