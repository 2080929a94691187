/** One entry of a stored zip. @see storedZip */
export interface ZipEntry {
  /** ASCII, parts joined by `/`. */
  path: string;
  bytes: number;
  /** CRC-32 (ISO 3309) of the data. */
  crc32: number;
}

const VERSION = 20;
/** 1 January 1980, 00:00: the first instant that the format knows. */
const DATE = 0x0021;
const ENTRY_FIELDS = 26;

/** PKWARE APPNOTE 4.3.7: what stands before an entry's data. */
export function localHeader(entry: ZipEntry): Uint8Array {
  const name = ascii(entry.path);
  const header = record(4 + ENTRY_FIELDS, 0x04034b50, name);
  writeFields(header, 4, entry, name);
  return header;
}

/**
 * PKWARE APPNOTE 4.3.12 and 4.3.16: what stands after the last entry's data. With the local headers every byte follows
 * from names and contents (docs/evidence.md, Submission bundle).
 * @throws Error past 4 GiB or 65,534 entries, where the format needs Zip64
 */
export function zipEnd(entries: readonly ZipEntry[]): Uint8Array {
  const headers: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    headers.push(centralHeader(entry, offset));
    offset += localHeader(entry).length + entry.bytes;
  }
  const central = headers.reduce((sum, header) => sum + header.length, 0);
  if (entries.length >= 0xffff || offset + central >= 0xffff_ffff)
    throw new Error('A bundle of this size would need Zip64.');
  const end = record(22, 0x06054b50, new Uint8Array());
  const view = new DataView(end.buffer);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, central, true);
  view.setUint32(16, offset, true);
  return joined([...headers, end]);
}

function centralHeader(entry: ZipEntry, offset: number): Uint8Array {
  const name = ascii(entry.path);
  const header = record(46, 0x02014b50, name);
  const view = new DataView(header.buffer);
  view.setUint16(4, VERSION, true);
  writeFields(header, 6, entry, name);
  view.setUint32(42, offset, true);
  return header;
}

/** The fields that local and central headers share, in the same order: 26 bytes. */
function writeFields(header: Uint8Array, at: number, entry: ZipEntry, name: Uint8Array): void {
  const view = new DataView(header.buffer);
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, entry.crc32, true);
  view.setUint32(at + 14, entry.bytes, true);
  view.setUint32(at + 18, entry.bytes, true);
  view.setUint16(at + 22, name.length, true);
}

/** A record of so many bytes before the name, zero but for its signature. */
function record(bytes: number, signature: number, name: Uint8Array): Uint8Array {
  const made = new Uint8Array(bytes + name.length);
  new DataView(made.buffer).setUint32(0, signature, true);
  made.set(name, bytes);
  return made;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}
