import { fromBufferPromise, getFileNameLowLevel, validateFileName } from 'yauzl';
import { inflatedRaw, MOST_OF_PART } from './budget.mjs';
import { Fault } from './fault.mjs';
import { checkPart, checkPartName, isPackage, isReadPart } from './office.mjs';

const MOST_ENTRIES = 10_000;
/** An archive in an archive in a document; what lies deeper nobody packed by hand. */
const MOST_DEEP = 3;
/** How much of a part is read for its words: they come first. */
const MOST_WORDS = 1024 * 1024;
const PDF_LOOKED_FOR = 1024;
const LINK = 0o120000;
const STORED = 0;
const DEFLATED = 8;

/**
 * Opens an archive and all that is in it, whatever its directory says of sizes. Office documents are such archives too.
 * @throws Fault
 */
export async function checkZip(bytes, budget, depth = 0) {
  if (depth > MOST_DEEP) throw new Fault('file.expands');
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false });
  if (zip.entryCount > MOST_ENTRIES) throw new Fault('file.expands');
  const found = [];
  for await (const entry of zip.eachEntry()) found.push(await located(zip, entry));
  requireApart(found);
  if (depth === 0) requireNoPrefix(bytes, found);
  let declared = 0;
  for (const { entry } of found) declared += entry.uncompressedSize;
  if (declared > budget.left()) throw new Fault('file.expands');
  const office = isPackage(new Set(found.map(({ name }) => name)));
  for (const one of found) await checkEntry(bytes, one, { budget, depth, office });
}

async function located(zip, entry) {
  if (entry.isEncrypted()) throw new Fault('file.encrypted');
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  if (validateFileName(name) !== null || name.includes('\0')) throw new Fault('file.unsafe_names');
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === LINK) throw new Fault('file.unsafe_names');
  const local = await zip.readLocalFileHeaderPromise(entry);
  // Some readers go by the one name, some by the other.
  if (!local.fileName.equals(entry.fileNameRaw)) throw new Fault('file.ambiguous');
  return { entry, name, from: local.fileDataStart };
}

/** Entries that share their data unpack to many times what is there. */
function requireApart(found) {
  const byPlace = [...found].sort(
    (a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader,
  );
  let end = 0;
  for (const { entry, from } of byPlace) {
    if (entry.relativeOffsetOfLocalHeader < end) throw new Fault('file.expands');
    end = from + entry.compressedSize;
  }
}

/** @throws Fault `file.ambiguous` where something comes before the first entry, or a PDF begins outside of any */
function requireNoPrefix(bytes, found) {
  const first = Math.min(...found.map(({ entry }) => entry.relativeOffsetOfLocalHeader));
  if (found.length > 0 && first > 0) throw new Fault('file.ambiguous');
  const pdf = bytes.subarray(0, PDF_LOOKED_FOR).indexOf('%PDF-');
  if (pdf >= 0 && !found.some(({ from }) => from === pdf)) throw new Fault('file.ambiguous');
}

async function checkEntry(bytes, { entry, name, from }, { budget, depth, office }) {
  if (office) checkPartName(name);
  const content = unpacked(bytes.subarray(from, from + entry.compressedSize), entry, budget);
  if (startsAsZip(content)) await checkZip(content, budget, depth + 1);
  if (office && isReadPart(name)) checkPart(name, content.subarray(0, MOST_WORDS));
}

/** As long as the directory says, neither more nor less. */
function unpacked(packed, entry, budget) {
  const size = entry.uncompressedSize;
  if (size > MOST_OF_PART) throw new Fault('file.expands');
  const content = entry.compressionMethod === STORED ? packed : inflatedRaw(packed, size + 1);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw new Fault('file.broken');
  if (content === undefined || content === 'too_much' || content.length !== size)
    throw new Fault('file.broken');
  budget.spend(size);
  return content;
}

const startsAsZip = (chunk) => {
  const mark = chunk.toString('latin1', 0, 4);
  return mark === 'PK\x03\x04' || mark === 'PK\x05\x06';
};
