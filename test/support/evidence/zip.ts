import { crc32 } from './crc32';

export interface ZipEntry {
  name: string;
  contents: Buffer;
}

/** What a zip file may have and a bundle may not. */
export interface ZipOddities {
  flags?: number;
  method?: number;
  extra?: Buffer;
  comment?: string;
  time?: number;
  version?: number;
  /** Bytes between the data of the last entry and the central directory. */
  gap?: Buffer;
  /** Bytes between the central directory and the end record, as a Zip64 end record would be. */
  beforeEnd?: Buffer;
  /** What is written for each entry's contents. */
  stored?(contents: Buffer): Buffer;
}

const DAY_ONE = 0x0021;

function fields({ name, contents }: ZipEntry, stored: Buffer, odd: ZipOddities): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(odd.version ?? 20, 0);
  header.writeUInt16LE(odd.flags ?? 0, 2);
  header.writeUInt16LE(odd.method ?? 0, 4);
  header.writeUInt16LE(odd.time ?? 0, 6);
  header.writeUInt16LE(DAY_ONE, 8);
  header.writeUInt32LE(crc32(contents), 10);
  header.writeUInt32LE(stored.length, 14);
  header.writeUInt32LE(contents.length, 18);
  header.writeUInt16LE(Buffer.byteLength(name), 22);
  header.writeUInt16LE(odd.extra?.length ?? 0, 24);
  return header;
}

const signature = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** APPNOTE 6.3.10 §4.3.6, entries stored one after the other. */
export function zip(entries: ZipEntry[], odd: ZipOddities = {}): Buffer {
  const extra = odd.extra ?? Buffer.alloc(0);
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const stored = odd.stored?.(entry.contents) ?? entry.contents;
    const common = fields(entry, stored, odd);
    const local = Buffer.concat([signature(0x04034b50), common, Buffer.from(entry.name), extra, stored]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(
      Buffer.concat([signature(0x02014b50), Buffer.of(20, 0), common, tail, Buffer.from(entry.name), extra]),
    );
    locals.push(local);
    offset += local.length;
  }
  const gap = odd.gap ?? Buffer.alloc(0);
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset + gap.length, 16);
  end.writeUInt16LE(odd.comment?.length ?? 0, 20);
  const beforeEnd = odd.beforeEnd ?? Buffer.alloc(0);
  return Buffer.concat([...locals, gap, directory, beforeEnd, end, Buffer.from(odd.comment ?? '')]);
}
