import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { checked } from './checked';
import { fileMissing, filesUnavailable } from './errors';
import type { FileStore } from './file-store';
import { checkKey } from './key';
import { createMeter } from './meter';

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Files in a folder. A file is written beside the others under a passing name, flushed to the disk, and only then
 * given its own; a process killed on the way leaves at most a passing file, which `ready` clears a day later.
 */
export function createFolderFiles(dir: string): FileStore {
  const incoming = join(dir, '.incoming');
  const pathOf = (key: string): string => join(dir, checkKey(key));

  return {
    async put(key, source, { maxBytes, through }) {
      const path = pathOf(key);
      const passing = join(incoming, randomUUID());
      const meter = createMeter(maxBytes);
      try {
        await storing(mkdir(incoming, { recursive: true }));
        const target = createWriteStream(passing, { flags: 'wx', mode: 0o600, flush: true });
        await pipeline([source, meter.stream, ...(through === undefined ? [] : [through]), target]);
        await storing(publish(passing, path));
      } catch (error) {
        source.destroy();
        // Why it failed matters more than a passing file that stays until it is cleared.
        await rm(passing, { force: true }).catch(() => {});
        throw isFileSystemError(error) ? filesUnavailable(error) : error;
      }
      return meter.measured();
    },

    async get(key, sha256, through) {
      const path = pathOf(key);
      const file = await open(path).catch((error) => {
        throw error.code === 'ENOENT' ? fileMissing() : filesUnavailable(error);
      });
      const { size } = await file.stat();
      return checked({ source: file.createReadStream(), bytes: size }, sha256, through);
    },

    async remove(key) {
      const path = pathOf(key);
      await storing(rm(path, { force: true }));
    },

    async ready() {
      await storing(mkdir(incoming, { recursive: true }));
      await storing(access(incoming, constants.W_OK | constants.X_OK));
      await storing(clearAbandoned(incoming));
    },
  };
}

/** Gives the file its name so that the name, and each folder made for it, survives a loss of power. */
async function publish(passing: string, path: string): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true });
  await rename(passing, path);
  await flushFolder(folder);
  for (let parent = folder; made !== undefined && parent.length >= made.length; ) {
    parent = dirname(parent);
    await flushFolder(parent);
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function clearAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const found: { mtimeMs: number } | undefined = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < Date.now() - ABANDONED_AFTER_MS)
      await rm(path, { force: true });
  }
}

async function storing<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    throw filesUnavailable(error);
  }
}

/** The source is a request's body or memory: an error with a system call comes from our own disk. */
function isFileSystemError(error: unknown): boolean {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && !['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED'].includes(code);
}
