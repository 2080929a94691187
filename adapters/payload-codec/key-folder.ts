import { createHash, createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A key of the system's own; it belongs to no submission. */
export interface CodecKey {
  /** Follows from the key itself, so that renaming a file changes nothing. */
  id: string;
  key: KeyObject;
}

export interface CodecKeys {
  /** The last by file name: what is written from now on is written with it. */
  newest(): CodecKey;
  /** The folder is read again for an id not seen so far, at most once a second. */
  find(id: string): Promise<CodecKey | undefined>;
}

const KEY_BYTES = 32;
const AGAIN_AFTER_MS = 1_000;

/**
 * The keys in a folder: `*.key`, each 32 random bytes in base64. The first is made when there is none.
 * @throws Error with one sentence when a file is no key
 */
export async function openKeyFolder(dir: string): Promise<CodecKeys> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await keyFiles(dir)).length === 0) await makeFirst(dir);
  let keys = await readKeys(dir);
  let readAt = Date.now();
  let reading: Promise<void> | undefined;

  async function readAgain(): Promise<void> {
    readAt = Date.now();
    // A file that is being written is no reason to forget the keys that are known.
    keys = await readKeys(dir).catch(() => keys);
    reading = undefined;
  }

  const known = (id: string) => keys.find((key) => key.id === id);
  return {
    newest: () => lastOf(keys, dir),
    async find(id) {
      if (known(id) === undefined && (reading !== undefined || Date.now() - readAt >= AGAIN_AFTER_MS)) {
        reading ??= readAgain();
        await reading;
      }
      return known(id);
    },
  };
}

function lastOf(keys: CodecKey[], dir: string): CodecKey {
  const last = keys.at(-1);
  if (last === undefined) throw new Error(`No codec key was found in ${dir}.`);
  return last;
}

async function keyFiles(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => name.endsWith('.key') && !name.startsWith('.')).sort();
}

async function readKeys(dir: string): Promise<CodecKey[]> {
  return Promise.all((await keyFiles(dir)).map((name) => readKey(join(dir, name))));
}

async function readKey(path: string): Promise<CodecKey> {
  const bytes = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (bytes.length !== KEY_BYTES)
    throw new Error(`${path} is not a codec key: it holds ${KEY_BYTES} random bytes in base64.`);
  return { id: idOf(bytes), key: createSecretKey(bytes) };
}

/** Says nothing of the key: one cannot go back from a digest of 32 random bytes. */
function idOf(bytes: Buffer): string {
  return createHash('sha256').update('gongmun codec key').update(bytes).digest('base64url').slice(0, 16);
}

/** Of two processes that start at once one makes the key, and the other reads it whole: a link is there or is not. */
async function makeFirst(dir: string): Promise<void> {
  const fresh = join(dir, `.${randomUUID()}`);
  const file = await open(fresh, 'wx', 0o600);
  await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
  await file.sync();
  await file.close();
  try {
    await link(fresh, join(dir, '0001.key'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
}
