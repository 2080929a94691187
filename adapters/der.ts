/** DER (X.690) of the few types that certificates and signatures are made of; every function gives a whole element. */
export function element(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = trimmed(Buffer.from(content.length.toString(16).padStart(8, '0'), 'hex'));
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

export const sequence = (...parts: Uint8Array[]): Buffer => element(0x30, ...parts);
/** SET OF: its members stand in the order of their encodings (§11.6). */
export const setOf = (...parts: Uint8Array[]): Buffer => element(0x31, ...parts.toSorted(Buffer.compare));
/** A constructed element of the context, `[n]`. */
export const tagged = (n: number, ...parts: Uint8Array[]): Buffer => element(0xa0 | n, ...parts);
export const octetString = (bytes: Uint8Array): Buffer => element(0x04, bytes);
/** @param unused how many of the last byte's bits do not count */
export const bitString = (bytes: Uint8Array, unused = 0): Buffer =>
  element(0x03, Buffer.from([unused]), bytes);
export const utf8String = (text: string): Buffer => element(0x0c, Buffer.from(text));
export const NULL = element(0x05);
export const TRUE = element(0x01, Buffer.from([0xff]));

/** INTEGER of a number that is not negative, given big-endian. */
export function unsigned(magnitude: Uint8Array): Buffer {
  const digits = trimmed(Buffer.from(magnitude));
  return element(0x02, Buffer.from((digits[0] ?? 0) >= 0x80 ? [0] : []), digits);
}

/** OBJECT IDENTIFIER from its dotted form. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5); whole seconds. */
export function time(at: Date): Buffer {
  const digits = `${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
  return at.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2)))
    : element(0x18, Buffer.from(digits));
}

function base128(part: number): number[] {
  const groups = [part & 0x7f];
  for (let rest = part >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}

function trimmed(bytes: Buffer): Buffer {
  const from = bytes.findIndex((byte) => byte !== 0);
  return from === -1 ? bytes.subarray(-1) : bytes.subarray(from);
}
