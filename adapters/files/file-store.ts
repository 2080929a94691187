import type { Duplex, Readable } from 'node:stream';

/**
 * Where files' bytes are. Keys are given by us (`uploads/<uuid>`), never by people; digests are SHA-256 in hex.
 * A folder in the embedded default, an S3-compatible store in production.
 */
export interface FileStore {
  /**
   * Streams in; when it resolves the bytes are durable. Whatever fails leaves nothing behind, and the source is
   * destroyed then: whoever reads it from a request must not wait for its end. Limit and digest are about the bytes of
   * `source`; what is stored is what `through` makes of them.
   * @throws GongmunError `file.too_large` past `maxBytes`, `files.unavailable` when the store cannot be reached
   */
  put(key: string, source: Readable, how: { maxBytes: number; through?: Duplex }): Promise<StoredFile>;
  /**
   * Streams out what `through` makes of the stored bytes, the stored bytes where there is none. The last bytes leave
   * only after the digest of all of them was found right; otherwise the stream fails with `file.damaged`. Small files
   * are checked before the promise resolves.
   * @throws GongmunError `file.missing`, `file.damaged`, `files.unavailable`, and what `through` throws
   */
  get(key: string, sha256: string, through?: Duplex): Promise<Readable>;
  /** Removing what is not there is not an error. */
  remove(key: string): Promise<void>;
  /** @throws GongmunError `files.unavailable` when files could not be written now */
  ready(): Promise<void>;
}

export interface StoredFile {
  bytes: number;
  sha256: string;
}
