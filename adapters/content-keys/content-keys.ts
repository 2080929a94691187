import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { inTime } from '../in-time';
import { keysUnavailable } from './errors';
import { createKeyCache } from './key-cache';
import { createKeyPool } from './key-pool';
import type { KeyRows } from './key-rows';
import { agreement, ForeignMasters } from './master-agreement';
import { openMasterKeys } from './master-keys';

/** Keys of 256 bits, one for each submission and each file; the store knows nothing of what they open. */
export interface ContentKeys {
  /** The id of a key that is stored and that nobody has. */
  take(): Promise<string>;
  /** The secrets of those that there are. */
  find(ids: string[]): Promise<Map<string, Buffer>>;
  /** For good. Another process may hold a secret it had read for `REMEMBERED_MS` more. */
  destroy(ids: string[]): Promise<void>;
  /** @throws GongmunError `keys.unavailable` when keys could not be made now */
  ready(): Promise<void>;
  /** Gives back what was made and not taken. */
  stop(): Promise<void>;
}

const KEY_BYTES = 32;
/** A connection that the network swallowed would be waited for much longer; whoever reads is answered within 2 s. */
const FOUND_WITHIN_MS = 1_500;

/**
 * Every method but `stop` throws GongmunError `keys.unavailable` (503) while the key store cannot be reached; keys made in
 * advance are given out until there are none.
 * @throws Error when keys are wrapped by a master key that is not in the folder: nothing could be read
 */
export async function createContentKeys({
  rows,
  mastersDir,
}: {
  rows: KeyRows;
  mastersDir: string;
}): Promise<ContentKeys> {
  const masters = await openMasterKeys(mastersDir);
  const cache = createKeyCache();
  const agreed = agreement(rows, masters);
  await agreed().catch((error) => {
    // A key store that is away now is asked again before the first key is made.
    if (error instanceof ForeignMasters) throw error;
  });

  async function make(count: number): Promise<{ id: string; secret: Buffer }[]> {
    await agreed();
    const keys = Array.from({ length: count }, () => ({ id: uuid(), secret: randomBytes(KEY_BYTES) }));
    await rows.insert(keys.map(({ id, secret }) => masters.wrap(id, secret)));
    return keys;
  }
  const pool = createKeyPool((count) => asking(make(count)));

  return {
    async take() {
      const { id, secret } = await pool.take();
      // What is taken is used next, and that should cost no look-up either.
      cache.set(id, secret);
      return id;
    },
    async find(ids) {
      const found = new Map<string, Buffer>();
      for (const id of ids) {
        const secret = cache.get(id);
        if (secret !== undefined) found.set(id, secret);
      }
      const unknown = [...new Set(ids)].filter((id) => !found.has(id));
      if (unknown.length === 0) return found;
      for (const key of await asking(inTime(FOUND_WITHIN_MS, rows.find(unknown)))) {
        const secret = await asking(masters.unwrap(key));
        cache.set(key.id, secret);
        found.set(key.id, secret);
      }
      return found;
    },
    async destroy(ids) {
      await asking(rows.remove(ids));
      for (const id of ids) cache.forget(id);
    },
    async ready() {
      await asking(agreed());
      await asking(rows.find([]));
    },
    async stop() {
      const unused = (await pool.drain()).map(({ id }) => id);
      // A key that stays is a row that opens nothing.
      if (unused.length > 0) await rows.remove(unused).catch(() => {});
      await rows.close();
    },
  };
}

async function asking<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    throw keysUnavailable(error);
  }
}
