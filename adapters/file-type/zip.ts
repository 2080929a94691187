import type { Sample } from './sample';

const LOCAL = Buffer.from('PK\x03\x04', 'latin1');
const CENTRAL = Buffer.from('PK\x01\x02', 'latin1');
const END = Buffer.from('PK\x05\x06', 'latin1');
const END_BYTES = 22;

/** Formats that say what they are in a first, uncompressed entry `mimetype`. */
const DECLARED = /^(application\/(hwp\+zip|epub\+zip|vnd\.oasis\.opendocument\.[a-z-]+))$/;

const OFFICE = [
  { folder: 'word/', type: 'wordprocessingml.document', macros: 'word.document' },
  { folder: 'xl/', type: 'spreadsheetml.sheet', macros: 'excel.sheet' },
  { folder: 'ppt/', type: 'presentationml.presentation', macros: 'powerpoint.presentation' },
];

export const isZip = (head: Buffer): boolean => startsWith(head, LOCAL) || startsWith(head, END);

/** Undefined for an archive without its directory: it was cut off and cannot be opened. */
export function zipType({ head, tail }: Sample): string | undefined {
  const end = endOfDirectory(tail);
  if (end === undefined) return undefined;
  const declared = declaredType(head);
  if (declared !== undefined) return declared;
  const names = new Set([
    ...namesIn(head, LOCAL, 26, 30),
    ...namesIn(directoryIn(tail, end), CENTRAL, 28, 46),
  ]);
  if (names.has('Contents/content.hpf')) return 'application/hwp+zip';
  return (names.has('[Content_Types].xml') ? officeType(names) : undefined) ?? 'application/zip';
}

function officeType(names: Set<string>): string | undefined {
  const kind = OFFICE.find(({ folder }) => [...names].some((name) => name.startsWith(folder)));
  if (kind === undefined) return undefined;
  return names.has(`${kind.folder}vbaProject.bin`)
    ? `application/vnd.ms-${kind.macros}.macroEnabled.12`
    : `application/vnd.openxmlformats-officedocument.${kind.type}`;
}

function declaredType(head: Buffer): string | undefined {
  if (!startsWith(head, LOCAL) || head.length < 38 || head.readUInt16LE(8) !== 0) return undefined;
  if (head.readUInt16LE(26) !== 8 || head.toString('latin1', 30, 38) !== 'mimetype') return undefined;
  const content = head.subarray(38 + head.readUInt16LE(28)).toString('latin1', 0, 100);
  const declared = content.split('PK')[0]?.trim() ?? '';
  return DECLARED.test(declared) ? declared : undefined;
}

/** Where the end record is, the comment after it taken into account. */
function endOfDirectory(tail: Buffer): number | undefined {
  for (let at = tail.lastIndexOf(END); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(END, at - 1)) {
    if (at + END_BYTES <= tail.length && at + END_BYTES + tail.readUInt16LE(at + 20) <= tail.length)
      return at;
  }
  return undefined;
}

/** The central directory, or as much of it as the tail holds. */
function directoryIn(tail: Buffer, end: number): Buffer {
  const start = end - tail.readUInt32LE(end + 12);
  return tail.subarray(Math.max(0, start), end);
}

function* namesIn(part: Buffer, mark: Buffer, lengthAt: number, nameAt: number): Generator<string> {
  for (let at = part.indexOf(mark); at >= 0; at = part.indexOf(mark, at + nameAt)) {
    if (at + nameAt > part.length) return;
    yield part.toString('utf8', at + nameAt, at + nameAt + part.readUInt16LE(at + lengthAt));
  }
}

const startsWith = (head: Buffer, mark: Buffer): boolean => head.subarray(0, mark.length).equals(mark);
