import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { WrappedKey } from './key-rows';

/** What wraps the content keys: AES-256-GCM, the key's id and the master's as additional data. */
export interface MasterKeys {
  /** The id of the one that wraps. */
  newest(): string;
  /** Of all that are in the folder now. */
  ids(): Promise<string[]>;
  wrap(id: string, secret: Buffer): WrappedKey;
  /**
   * Reads the folder anew where the master is not known yet: another process may have been given it first.
   * @throws Error when it is not there, or when what was stored is not what was wrapped
   */
  unwrap(key: WrappedKey): Promise<Buffer>;
}

interface Master {
  /** Made of the key itself, so that two folders cannot mean different keys by one name. */
  id: string;
  secret: Buffer;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Master keys from a folder: files `*.key`, each 32 bytes in base64. The last by name wraps, all of them unwrap. A
 * first one is made where the folder has none.
 */
export async function openMasterKeys(dir: string): Promise<MasterKeys> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await keyFiles(dir)).length === 0) await makeFirst(dir);
  let masters = await readAll(dir);
  const find = (id: string) => masters.find((master) => master.id === id);
  const newest = (): Master => {
    const last = masters.at(-1);
    if (last === undefined) throw new Error(`No master key was found in ${dir}.`);
    return last;
  };
  newest();
  return {
    newest: () => newest().id,
    async ids() {
      masters = await readAll(dir);
      return masters.map(({ id }) => id);
    },
    wrap: (id, secret) => wrap(newest(), id, secret),
    async unwrap(key) {
      if (find(key.master) === undefined) masters = await readAll(dir);
      const master = find(key.master);
      if (master === undefined) throw new Error('A content key is wrapped by a master key that is not here.');
      return unwrap(master, key);
    },
  };
}

function wrap(master: Master, id: string, secret: Buffer): WrappedKey {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', master.secret, nonce).setAAD(boundTo(master, id));
  const wrapped = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return { id, master: master.id, wrapped };
}

function unwrap(master: Master, { id, wrapped }: WrappedKey): Buffer {
  const nonce = wrapped.subarray(0, NONCE_BYTES);
  const body = wrapped.subarray(NONCE_BYTES, -TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', master.secret, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(master, id)).setAuthTag(wrapped.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

const boundTo = (master: Master, id: string): Buffer => Buffer.from(`gongmun-key/1\n${master.id}\n${id}`);

async function keyFiles(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => name.endsWith('.key')).sort();
}

async function readAll(dir: string): Promise<Master[]> {
  return Promise.all((await keyFiles(dir)).map((name) => readMaster(join(dir, name))));
}

async function readMaster(path: string): Promise<Master> {
  const text = (await readFile(path, 'utf8')).trim();
  const secret = Buffer.from(text, 'base64');
  if (secret.length !== KEY_BYTES || secret.toString('base64') !== text)
    throw new Error(`${path} is not a master key: 32 random bytes in base64 are expected.`);
  const id = createHash('sha256')
    .update('gongmun-master/1\n')
    .update(secret)
    .digest('base64url')
    .slice(0, 16);
  return { id, secret };
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
