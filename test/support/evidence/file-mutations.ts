import type { Mutation } from './byte-mutations';
import { cmsOf } from './cms';
import { newEd25519, sha256 } from './keys';
import { jws } from './receipt';
import type { Sample } from './samples';
import { foreignSeal } from './world';
import { type ZipEntry, zip } from './zip';

const stranger = newEd25519('evidence');
const seal = foreignSeal();

/** The entries of a zip file made by `zip`. */
function entriesOf(bytes: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const start = at + 30 + bytes.readUInt16LE(at + 26);
    const end = start + bytes.readUInt32LE(at + 18);
    entries.push({ name: bytes.toString('latin1', at + 30, start), contents: bytes.subarray(start, end) });
    at = end;
  }
  return entries;
}

/** Packs a bundle anew after something happened to its entries: every checksum is right. */
const repacked =
  (change: (entries: ZipEntry[], chance: Parameters<Mutation>[1]) => ZipEntry[]): Mutation =>
  ({ bytes, kind }, chance) =>
    kind === 'bundle' ? zip(change(entriesOf(bytes), chance)) : undefined;

const swap = <T>(list: T[], a: number, b: number): T[] =>
  list.map((one, i) => (i === a ? (list[b] as T) : i === b ? (list[a] as T) : one));

const gapOf = (pdf: Buffer): { start: number; end: number } => {
  const start = pdf.indexOf('/Contents <') + '/Contents '.length;
  return { start, end: pdf.indexOf('>', start) + 1 };
};

/** Puts another signature into the gap of a PDF. */
function withSignature(pdf: Buffer, hex: string): Buffer | undefined {
  const { start, end } = gapOf(pdf);
  const room = end - start - 2;
  if (hex.length > room) return undefined;
  const changed = Buffer.from(pdf);
  changed.write(hex.padEnd(room, '0'), start + 1, 'latin1');
  return changed;
}

const signatureIn = ({ bytes }: Sample): string => {
  const { start, end } = gapOf(bytes);
  return bytes.toString('latin1', start + 1, end - 1).replace(/(00)+$/, '');
};

export const FILE_MUTATIONS: Record<string, Mutation> = {
  'entry left out': repacked((entries, { random }) =>
    entries.filter((_, i, all) => i !== random.below(all.length)),
  ),
  'entry doubled': repacked((entries, { random }) => [...entries, random.oneOf(entries)]),
  'entries reordered': repacked((entries, { random }) =>
    swap(entries, random.below(entries.length), random.below(entries.length)),
  ),
  'contents swapped': repacked((entries, { random }) => {
    const [a, b] = [random.below(entries.length), random.below(entries.length)];
    const swapped = swap(entries, a, b);
    return swapped.map(({ contents }, i) => ({ name: entries[i]?.name ?? '', contents }));
  }),
  'contents changed': repacked((entries, { random }) => {
    const which = random.below(entries.length);
    return entries.map((entry, i) => {
      if (i !== which) return entry;
      const contents = Buffer.from(entry.contents);
      const at = random.below(contents.length);
      contents[at] = (contents[at] ?? 0) ^ (1 << random.below(8));
      return { ...entry, contents };
    });
  }),
  'entry of another bundle': repacked((entries, { random, others }) => {
    const other = others.find(({ kind }) => kind === 'bundle');
    if (other === undefined) return entries.slice(1);
    const theirs = random.oneOf(entriesOf(other.bytes));
    return entries.map((entry) => (entry.name === theirs.name ? theirs : entry));
  }),
  'manifest signed by a stranger': repacked((entries) =>
    entries.map((entry) => {
      if (entry.name !== 'manifest.jws') return entry;
      const [head = '', body = ''] = entry.contents.toString().split('.');
      const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
      const manifest = JSON.parse(Buffer.from(body, 'base64url').toString());
      return { ...entry, contents: Buffer.from(jws('gongmun-manifest+jws', manifest, stranger, { kid })) };
    }),
  ),
  'sealed by a stranger': ({ bytes, kind }) => {
    if (kind !== 'pdf') return undefined;
    const { start, end } = gapOf(bytes);
    const digest = sha256(bytes.subarray(0, start), bytes.subarray(end));
    return withSignature(bytes, cmsOf(digest, { certificates: seal }).toString('hex'));
  },
  'seal of another': ({ bytes, kind }, { others, random }) => {
    if (kind !== 'pdf' || others.length === 0) return undefined;
    return withSignature(bytes, signatureIn(random.oneOf(others)));
  },
  'hex in capitals': ({ bytes, kind }) => {
    if (kind !== 'pdf') return undefined;
    const { start, end } = gapOf(bytes);
    return Buffer.concat([
      bytes.subarray(0, start),
      Buffer.from(bytes.toString('latin1', start, end).toUpperCase()),
      bytes.subarray(end),
    ]);
  },
  'updated later': ({ bytes, kind }, { at }) =>
    kind === 'pdf'
      ? Buffer.concat([bytes, Buffer.from(`9 0 obj\n<< /N ${at} >>\nendobj\ntrailer << /Prev 1 >>\n%%EOF\n`)])
      : undefined,
};
