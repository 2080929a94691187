const HEADER_BYTES = 512;
const DIRECTORY_BYTES = 4096;
const ENTRY_BYTES = 128;
const MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** The stream `FileHeader` of a Hangul document begins with these words (HWP 5.0 format, 3.2.1). */
const HWP_MARK = Buffer.from('HWP Document File');

/** What the streams of a compound file are called, in each of the programs that write them. */
const BY_STREAM = new Map([
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
  ['__properties_version1.0', 'application/vnd.ms-outlook'],
]);

export interface OleFindings {
  /** The beginning of the directory, which may lie anywhere in the file. */
  directory: Buffer;
  hwpMarkSeen: boolean;
}

export const isOle = (head: Buffer): boolean => head.subarray(0, MAGIC.length).equals(MAGIC);

/** Follows a stream; of a compound file it keeps what tells which program wrote it. */
export function createOleProbe(): { add(chunk: Buffer, head: Buffer): void; found(): OleFindings } {
  let position = 0;
  let directory = Buffer.alloc(0);
  let hwpMarkSeen = false;
  let before = Buffer.alloc(0);
  return {
    add(chunk, head) {
      const offset = directoryOffset(head);
      if (offset !== undefined) {
        const from = offset + directory.length - position;
        if (from >= 0)
          directory = joined(directory, chunk.subarray(from, from + DIRECTORY_BYTES - directory.length));
        const recent = joined(before, chunk);
        hwpMarkSeen ||= recent.includes(HWP_MARK);
        before = Buffer.from(recent.subarray(-HWP_MARK.length));
      }
      position += chunk.length;
    },
    found: () => ({ directory, hwpMarkSeen }),
  };
}

/** The first known stream decides: those of embedded documents come after the document's own. */
export function oleType({ directory, hwpMarkSeen }: OleFindings): string {
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const nameBytes = directory.readUInt16LE(at + 64);
    const name = directory.toString('utf16le', at, at + Math.max(0, Math.min(nameBytes, 64) - 2));
    if (name === 'FileHeader' && hwpMarkSeen) return 'application/x-hwp';
    const type = BY_STREAM.get(name);
    if (type !== undefined) return type;
  }
  return 'application/x-cfb';
}

/** By the file's header ([MS-CFB] 2.2); undefined for any other file and until the header is there. */
function directoryOffset(head: Buffer): number | undefined {
  if (head.length < HEADER_BYTES || !isOle(head)) return undefined;
  const sectorShift = head.readUInt16LE(30);
  if (sectorShift !== 9 && sectorShift !== 12) return undefined;
  return (head.readUInt32LE(48) + 1) * 2 ** sectorShift;
}

const joined = (a: Buffer, b: Buffer): Buffer<ArrayBuffer> => Buffer.concat([a, b]);
