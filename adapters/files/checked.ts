import { createHash } from 'node:crypto';
import { type Duplex, pipeline, Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { GongmunError } from '../../domain/errors';
import { fileDamaged, filesUnavailable } from './errors';

/** Up to this size a file is checked as a whole before its first byte leaves. */
const SMALL = 256 * 1024;

/**
 * What `through` makes of the stored bytes, found to be those of `sha256`. Of a larger file the last chunk is held back until all is known, so
 * that damage is never taken for a complete file.
 */
export async function checked(
  stored: { source: Readable; bytes: number },
  sha256: string,
  through: Duplex | undefined,
): Promise<Readable> {
  // Whoever reads the last of a pipeline sees the error of each; nothing is left to do here.
  const source = through === undefined ? stored.source : pipeline(stored.source, through, () => {});
  if (stored.bytes > SMALL) {
    const check = createCheck(sha256);
    pipeline(source, check, () => {});
    return check;
  }
  const content = await buffer(source).catch((error) => {
    throw error instanceof GongmunError ? error : filesUnavailable(error);
  });
  if (createHash('sha256').update(content).digest('hex') !== sha256) throw fileDamaged();
  return Readable.from(content.length === 0 ? [] : [content], { objectMode: false });
}

function createCheck(sha256: string): Transform {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      const ready = held;
      held = chunk;
      done(null, ready);
    },
    flush(done) {
      if (hash.digest('hex') !== sha256) return done(fileDamaged());
      done(null, held);
    },
  });
}
