import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Nothing else in the system says it. Composed and decomposed it is other bytes. */
const HANGUL = '카나리아';
const CONTEXT_BYTES = 60;

const letters = (n: number): string =>
  n < 26 ? String.fromCharCode(97 + n) : letters(Math.floor(n / 26) - 1) + letters(n % 26);

export interface Found {
  where: string;
  encoding: string;
  /** What stands around it, for the message of a failed test. */
  around: string;
}

export interface Canary {
  /** A mark of its own for each thing it is written into: letters and hyphens, fit for any field. */
  mark(what: string): string;
  /** The same in letters that addresses, headers and file systems take everywhere. */
  plain(what: string): string;
  /** Every mark in `bytes`, in whatever encoding. */
  find(where: string, bytes: Buffer | string): Found[];
  /** The same in every file below a folder, or in one file. */
  findIn(path: string): Found[];
  /** What the marks were given for, by mark. */
  given: ReadonlyMap<string, string>;
}

export function createCanary(): Canary {
  const stem = `zq${Array.from(randomBytes(8), (byte) => letters(byte % 26)).join('')}`;
  const given = new Map<string, string>();
  const needles = needlesOf(stem);
  const next = (what: string, before: string) => {
    const mark = `${before}${stem}-${letters(given.size)}`;
    given.set(mark, what);
    return mark;
  };
  const canary: Canary = {
    given,
    mark: (what) => next(what, `${HANGUL}-`),
    plain: (what) => next(what, ''),
    find(where, content) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      return needles.flatMap(({ encoding, needle }) => {
        const at = bytes.indexOf(needle);
        if (at < 0) return [];
        const around = bytes.subarray(Math.max(0, at - CONTEXT_BYTES), at + needle.length + CONTEXT_BYTES);
        return [{ where, encoding, around: around.toString() }];
      });
    },
    findIn: (path) => filesBelow(path).flatMap((file) => canary.find(file, readFileSync(file))),
  };
  return canary;
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

interface Needle {
  encoding: string;
  needle: Buffer;
}

function needlesOf(stem: string): Needle[] {
  const spellings = { NFC: HANGUL.normalize('NFC'), NFD: HANGUL.normalize('NFD'), plain: stem };
  return Object.entries(spellings).flatMap(([spelling, text]) =>
    Object.entries(encodingsOf(text)).map(([encoding, needle]) => ({
      encoding: `${spelling} ${encoding}`,
      needle: typeof needle === 'string' ? Buffer.from(needle, 'latin1') : needle,
    })),
  );
}

/** Each way in which a text may stand somewhere; of base64 the part that is the same whatever stands before and after. */
export function encodingsOf(text: string): Record<string, Buffer | string> {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const swapped = Buffer.from(utf16).swap16();
  const percent = [...utf8].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const escaped = [...Array(text.length).keys()]
    .map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
  const upper = (value: string) => value.replace(/[0-9a-f]{2}/g, (pair) => pair.toUpperCase());
  return {
    raw: utf8,
    'UTF-16 little-endian': utf16,
    'UTF-16 big-endian': swapped,
    ...inText('UTF-8', utf8),
    ...inText('UTF-16', utf16),
    percent: percent,
    'percent, capitals': upper(percent),
    'quoted-printable': upper(percent).replaceAll('%', '='),
    'JSON escapes': escaped,
    'JSON escapes, capitals': `${escaped.replace(/[0-9a-f]{4}/g, (unit) => unit.toUpperCase())}`,
  };
}

function inText(name: string, bytes: Buffer): Record<string, string> {
  const hex = bytes.toString('hex');
  const aligned = [0, 1, 2].flatMap((offset) => {
    const [from, until] = [Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)];
    const standard = Buffer.concat([Buffer.alloc(offset), bytes, Buffer.alloc(2)])
      .toString('base64')
      .slice(from, until);
    const safe = standard.replaceAll('+', '-').replaceAll('/', '_');
    return [
      [`${name} base64 +${offset}`, standard],
      [`${name} base64url +${offset}`, safe],
    ];
  });
  return { [`${name} hex`]: hex, [`${name} HEX`]: hex.toUpperCase(), ...Object.fromEntries(aligned) };
}
