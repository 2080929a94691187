import type { Transform } from 'node:stream';
import { contentDestroyed } from '../../domain/content-destroyed';
import { GongmunError } from '../../domain/errors';
import type { ContentKeys } from '../content-keys';
import { fileDamaged } from '../files/errors';
import { openCell, sealCell } from './cell';
import { opening, sealing } from './sealed-file';

/** A sealed value and where it stands: table, column and row. */
export interface SealedCell {
  key: string;
  place: string;
  sealed: Buffer;
}

/**
 * Seals what people wrote under its submission's key and opens it again (decision 0029). Everything throws GongmunError
 * `keys.unavailable` (503) while the key store cannot be reached.
 */
export interface ContentCipher {
  /** The id of a key under which nothing was sealed yet. */
  newKey(): Promise<string>;
  /** @param content JSON. @throws GongmunError `content.destroyed` (410) when the key is gone */
  seal(key: string, place: string, content: unknown): Promise<Buffer>;
  /**
   * All at once, for one look-up.
   * @returns the contents in their order, undefined where the key is gone
   * @throws GongmunError `content.damaged` (503) when one is not what was sealed there
   */
  open(cells: SealedCell[]): Promise<unknown[]>;
  /** A stream that turns a file's bytes into what is stored under `place`; see `sealed-file.ts`. */
  sealing(key: string, place: string): Promise<Transform>;
  /** The way back; what is not genuine fails as `file.damaged` before a byte of it leaves. */
  opening(key: string, place: string): Promise<Transform>;
  /** For good: what was sealed under these keys is unreadable from now on, in any copy of it. */
  destroy(keys: string[]): Promise<void>;
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export function createContentCipher(keys: ContentKeys): ContentCipher {
  async function secretOf(key: string): Promise<Buffer> {
    const secret = (await keys.find([key])).get(key);
    if (secret === undefined) throw contentDestroyed();
    return secret;
  }
  return {
    newKey: () => keys.take(),
    seal: async (key, place, content) => sealCell(await secretOf(key), boundTo(key, place), content),
    async open(cells) {
      if (cells.length === 0) return [];
      const secrets = await keys.find(cells.map(({ key }) => key));
      return cells.map(({ key, place, sealed }) => {
        const secret = secrets.get(key);
        return secret === undefined ? undefined : openOrRefuse(secret, boundTo(key, place), sealed);
      });
    },
    sealing: async (key, place) => sealing(await secretOf(key), boundTo(key, place)),
    opening: async (key, place) => opening(await secretOf(key), boundTo(key, place), fileDamaged),
    destroy: (ids) => keys.destroy(ids),
    ready: () => keys.ready(),
    stop: () => keys.stop(),
  };
}

const boundTo = (key: string, place: string): string => `gongmun-content/1\n${key}\n${place}`;

function openOrRefuse(secret: Buffer, place: string, sealed: Buffer): unknown {
  try {
    return openCell(secret, place, sealed);
  } catch {
    throw damaged();
  }
}

const damaged = (): GongmunError =>
  new GongmunError('unavailable', 'content.damaged', 'The stored content is not what was sealed.', {
    retryAfter: 60,
  });
