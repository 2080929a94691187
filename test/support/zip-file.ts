import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  content: Buffer;
  stored?: true;
  /** Deflated already; then `content` is what its size is told from. */
  packed?: Buffer;
  /** What the directory says instead of the truth. */
  declaredBytes?: number;
  localName?: string;
  flags?: number;
  /** Unix mode. */
  mode?: number;
  /** Whose data this entry's directory line leads to, by its place among the entries. */
  sharedWith?: number;
}

/** A ZIP archive as the format's specification has it, without an extension of any kind. */
export function zipFile(entries: ZipEntry[], comment = ''): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const places: number[] = [];
  let offset = 0;
  for (const one of entries) {
    const { name, content, stored, mode = 0 } = one;
    const data = one.packed ?? (stored ? content : deflateRawSync(content));
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(one.flags ?? 0, 2);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(one.declaredBytes ?? content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.from(one.localName ?? name);
    const atLocal = Buffer.from(common);
    atLocal.writeUInt16LE(local.length, 22);
    const at = Buffer.alloc(14);
    at.writeUInt32LE((mode << 16) >>> 0, 6);
    places.push(one.sharedWith === undefined ? offset : (places[one.sharedWith] ?? 0));
    at.writeUInt32LE(places.at(-1) ?? 0, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03'), common, at, Buffer.from(name));
    if (one.sharedWith !== undefined) continue;
    const part = Buffer.concat([Buffer.from('PK\x03\x04'), atLocal, local, data]);
    parts.push(part);
    offset += part.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  end.writeUInt16LE(Buffer.byteLength(comment), 16);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end, Buffer.from(comment)]);
}

export const zipEntry = (name: string, content: string | Buffer = '<x/>'): ZipEntry => ({
  name,
  content: Buffer.from(content),
});

/** The first part of formats that say what they are. */
export const declaredEntry = (type: string): ZipEntry => ({
  name: 'mimetype',
  content: Buffer.from(type),
  stored: true,
});
