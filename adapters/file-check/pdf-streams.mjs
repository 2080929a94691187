import { createBudget, inflated, looksDeflated, requireFewPixels } from './budget.mjs';
import { Fault } from './fault.mjs';
import { fromAscii85, fromAsciiHex, lzwLength } from './pdf-filters.mjs';

const MiB = 1024 * 1024;
/** What a page, a font or a table of objects unpacks to at most. */
const MOST_OF_ONE = 64 * MiB;
/** Of pictures so much is unpacked to see that they are what they say; then their declared sizes must do. */
const MOST_OF_PICTURES = 96 * MiB;
const MOST_DICTIONARY = 64 * 1024;
/** Less than this of deflated data inside deflated data is chance. */
const NESTED = 1024;

const STREAM = Buffer.from('stream');

/**
 * Unpacks what is packed in a PDF (ISO 32000-1, 7.3.8), found by its key words and not by its tables, which may say
 * anything.
 * @throws Fault `file.expands`, `file.too_many_pixels`
 */
export function checkStreams(bytes, budget) {
  const pictures = createBudget(MOST_OF_PICTURES);
  for (let at = bytes.indexOf(STREAM); at >= 0; at = bytes.indexOf(STREAM, at + STREAM.length)) {
    const from = startOfData(bytes, at);
    if (from === undefined) continue;
    const dictionary = dictionaryBefore(bytes, at);
    const data = unwrapped(bytes.subarray(from), dictionary);
    if (/\/Subtype\s*\/Image\b/.test(dictionary)) checkPicture(data, dictionary, pictures);
    else checkData(data, dictionary, budget);
  }
}

/** After the key word comes a line's end. */
function startOfData(bytes, at) {
  if (bytes.toString('latin1', Math.max(0, at - 3), at) === 'end') return undefined;
  const after = at + STREAM.length;
  if (bytes[after] === 0x0a) return after + 1;
  if (bytes[after] !== 0x0d) return undefined;
  return bytes[after + 1] === 0x0a ? after + 2 : after + 1;
}

/** From the object's beginning, names written plainly (7.3.5). */
function dictionaryBefore(bytes, at) {
  const before = bytes.subarray(Math.max(0, at - MOST_DICTIONARY), at);
  const from = Math.max(0, before.lastIndexOf(' obj'));
  return before
    .toString('latin1', from)
    .replace(/#([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The filters that make text of bytes undone. */
function unwrapped(data, dictionary) {
  const [first] = filtersIn(dictionary);
  if (first === 'ASCII85Decode' || first === 'A85') return fromAscii85(data, MOST_OF_ONE);
  if (first === 'ASCIIHexDecode' || first === 'AHx') return fromAsciiHex(data, MOST_OF_ONE);
  return data;
}

function filtersIn(dictionary) {
  const [, listed, one] = /\/Filter\s*(?:\[([^\]]*)\]|\/(\w+))/.exec(dictionary) ?? [];
  return one === undefined ? [...(listed ?? '').matchAll(/\/(\w+)/g)].map(([, name]) => name ?? '') : [one];
}

function checkData(data, dictionary, budget) {
  if (filtersIn(dictionary).some((name) => name === 'LZWDecode' || name === 'LZW')) {
    budget.spend(lzwLength(data, Math.min(MOST_OF_ONE, budget.left())));
    return;
  }
  if (!looksDeflated(data)) return;
  const unpacked = inflated(data, Math.min(MOST_OF_ONE, budget.left()));
  if (unpacked === 'too_much') throw new Fault('file.expands');
  if (unpacked === undefined) return;
  budget.spend(unpacked.length);
  if (!looksDeflated(unpacked)) return;
  // Deflated twice: nothing that writes documents does it.
  const again = inflated(unpacked, NESTED);
  if (again === 'too_much') throw new Fault('file.expands');
}

function checkPicture(data, dictionary, budget) {
  const width = numberIn(dictionary, 'Width');
  const height = numberIn(dictionary, 'Height');
  const isSaid = width !== undefined && height !== undefined;
  if (isSaid) requireFewPixels(width, height);
  if (!looksDeflated(data) || budget.left() <= 0) return;
  // Four colours of two bytes, and a byte before each row.
  const declared = isSaid ? (width * 8 + 1) * height + MiB : Number.POSITIVE_INFINITY;
  const unpacked = inflated(data, Math.min(declared, budget.left()));
  if (unpacked === 'too_much' && declared <= budget.left()) throw new Fault('file.expands');
  budget.spend(unpacked === 'too_much' ? budget.left() : (unpacked?.length ?? 0));
}

/** Undefined where it is said elsewhere. */
function numberIn(dictionary, name) {
  const found = new RegExp(`/${name}\\s+(\\d{1,10})(?!\\d|\\s+\\d+\\s+R)`).exec(dictionary)?.[1];
  return found === undefined ? undefined : Number(found);
}
