import type { Readable } from 'node:stream';
import type { ContentCipher } from '../content-cipher';
import type { FileStore, StoredFile } from './file-store';

/** Where a file's bytes are, and the content key they are sealed under; null where they hold nobody's content. */
export interface FilePlace {
  key: string;
  under: string | null;
}

/** A file store in which content is sealed: digest, length and limit are those of the plain bytes. */
export interface SealedFiles {
  /** As `FileStore.put`. @throws GongmunError `content.destroyed`, `keys.unavailable` too */
  put(place: FilePlace, source: Readable, limit: { maxBytes: number }): Promise<StoredFile>;
  /** As `FileStore.get`. @throws GongmunError `content.destroyed`, `keys.unavailable` too */
  get(place: FilePlace, sha256: string): Promise<Readable>;
  remove(key: string): Promise<void>;
  ready(): Promise<void>;
}

export function createSealedFiles(
  store: FileStore,
  cipher: Pick<ContentCipher, 'sealing' | 'opening'>,
): SealedFiles {
  return {
    async put({ key, under }, source, { maxBytes }) {
      if (under === null) return store.put(key, source, { maxBytes });
      const through = await cipher.sealing(under, key).catch((error) => {
        source.destroy();
        throw error;
      });
      return store.put(key, source, { maxBytes, through });
    },
    async get({ key, under }, sha256) {
      return under === null
        ? store.get(key, sha256)
        : store.get(key, sha256, await cipher.opening(under, key));
    },
    remove: (key) => store.remove(key),
    ready: () => store.ready(),
  };
}
