import { createWriteStream } from 'node:fs';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GongmunError } from '../../domain/errors';

/**
 * Writes what arrives to a new file that nobody else may read.
 * @throws GongmunError `verify.too_large`, `request.incomplete`
 */
export async function receiveFile(
  source: Readable,
  file: string,
  { maxBytes, arriveWithinMs }: { maxBytes: number; arriveWithinMs: number },
): Promise<void> {
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= maxBytes) return done(null, chunk);
      done(
        new GongmunError(
          'too_large',
          'verify.too_large',
          `A file of at most ${maxBytes} bytes is checked here.`,
          {
            members: { maxBytes },
          },
        ),
      );
    },
  });
  try {
    const target = createWriteStream(file, { flags: 'wx', mode: 0o600 });
    await pipeline(source, meter, target, { signal: AbortSignal.timeout(arriveWithinMs) });
  } catch (cause) {
    if (cause instanceof GongmunError) throw cause;
    throw new GongmunError('bad_request', 'request.incomplete', 'The file did not arrive whole in time.', {
      cause,
    });
  }
}
