import type { FilePlace } from '../adapters/files';
import { placeOfFile } from '../db/file-store';
import {
  giveKeys,
  lockPlainFile,
  lockPlainPrint,
  markFileCleared,
  markFileSealed,
  markPrintCleared,
  markPrintSealed,
  type PlainFile,
  ROW_TABLES,
  sealRows,
} from '../db/plain-content';
import { GongmunError } from '../domain/errors';
import type { Deps } from './deps';

const AT_ONCE = 100;

export interface Encrypted {
  rows: number;
  files: number;
  /** Files that stay as they are: their stored bytes are not those that were sent. */
  damaged: number;
}

type Needs = Pick<Deps, 'db' | 'cipher' | 'files'>;

/**
 * Seals what was written before there were keys (decision 0030), a little at a time: it may be stopped at any moment and
 * begun again, and two may be at it. When it returns without having been stopped nothing plain is left but what is damaged.
 */
export async function encryptContent(deps: Needs, stopped: () => boolean = () => false): Promise<Encrypted> {
  const done: Encrypted = { rows: 0, files: 0, damaged: 0 };
  while (!stopped() && (await giveKeys(deps.db, deps.cipher, AT_ONCE)) > 0);
  for (const table of ROW_TABLES) {
    for (let count = 1; count > 0 && !stopped(); done.rows += count)
      count = await sealRows(deps.db, deps.cipher, table, AT_ONCE);
  }
  for (const seal of [sealNextFile, sealNextPrint]) {
    for (let last: Sealed | undefined; !stopped(); ) {
      last = await seal(deps, last?.name ?? '');
      if (last === undefined) break;
      done[last.damaged ? 'damaged' : 'files'] += 1;
    }
  }
  return done;
}

/** The file that was looked at. */
interface Sealed {
  name: string;
  damaged: boolean;
}

/** The plain bytes are removed only when the row that leads to the sealed ones is committed. */
async function sealNextFile(deps: Needs, after: string): Promise<Sealed | undefined> {
  const seen = await deps.db.transaction(async (tx) => {
    const file = await lockPlainFile(tx, after);
    if (file === undefined || file.contentKey !== null) return file && { ...file, damaged: false };
    const contentKey = await deps.cipher.newKey();
    const damaged = !(await copied(deps, file, placeOfFile({ id: file.name, contentKey })));
    if (!damaged) await markFileSealed(tx, deps.cipher, file.name, contentKey);
    return { ...file, damaged };
  });
  if (seen === undefined || seen.damaged) return seen;
  await deps.files.remove(seen.key);
  await markFileCleared(deps.db, seen.name);
  return seen;
}

async function sealNextPrint(deps: Needs, after: string): Promise<Sealed | undefined> {
  const seen = await deps.db.transaction(async (tx) => {
    const print = await lockPlainPrint(tx, after);
    if (print === undefined || print.contentKey !== null) return print && { ...print, damaged: false };
    const to = { key: print.key.replace(/^printed\//, 'sealed-prints/'), under: print.submissionKey };
    const damaged = !(await copied(deps, print, to));
    if (!damaged) await markPrintSealed(tx, print.key, to);
    return { ...print, damaged };
  });
  if (seen === undefined || seen.damaged) return seen;
  await deps.files.remove(seen.key);
  await markPrintCleared(deps.db, seen.key);
  return seen;
}

/** @returns false for bytes that are not what they should be; what is missing is no less missing when its row is sealed */
async function copied({ files }: Needs, from: PlainFile, to: FilePlace): Promise<boolean> {
  try {
    const plain = await files.get({ key: from.key, under: null }, from.sha256);
    await files.put(to, plain, { maxBytes: from.bytes });
    return true;
  } catch (error) {
    if (error instanceof GongmunError && error.code === 'file.missing') return true;
    if (error instanceof GongmunError && ['file.damaged', 'file.too_large'].includes(error.code))
      return false;
    throw error;
  }
}
