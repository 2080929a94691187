import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { fileTooLarge } from '../../domain/errors';
import type { StoredFile } from './file-store';

/** Passes bytes on while counting and hashing them; fails as soon as there are more than `maxBytes`. */
export function createMeter(maxBytes: number): { stream: Transform; measured: () => StoredFile } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) return done(fileTooLarge(maxBytes));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, measured: () => ({ bytes, sha256: hash.digest('hex') }) };
}
