import { localHeader, type ZipEntry, zipEnd } from '../domain/stored-zip';

/** A zip whose bytes can be read as often as is needed, each time the same. */
export interface Composed {
  bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

/** @throws Error past what the format holds without Zip64 */
export function composeZip(
  entries: readonly (ZipEntry & { open(): Promise<AsyncIterable<Uint8Array>> })[],
): Composed {
  const end = zipEnd(entries);
  return {
    bytes: entries.reduce((sum, entry) => sum + localHeader(entry).length + entry.bytes, end.length),
    async *open() {
      for (const entry of entries) {
        yield localHeader(entry);
        yield* await entry.open();
      }
      yield end;
    },
  };
}
