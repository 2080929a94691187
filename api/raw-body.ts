import { PassThrough, type Readable } from 'node:stream';
import type { Request } from 'express';
import { GongmunError } from '../domain/errors';

type Take<T> = (source: Readable) => Promise<T>;

/**
 * Hands on a body that is one file, as it arrives; what is left of it after a refusal is not kept.
 * @param mediaTypes what the file may be said to be
 * @throws GongmunError unsupported_media_type, and what `take` throws
 */
export function readRawBody<T>(req: Request, mediaTypes: readonly string[], take: Take<T>): Promise<T> {
  return handOn(req, mediaTypes, take, (source) => {
    req.on('aborted', () => source.destroy(new Error('The client went away.')));
  });
}

/**
 * As `readRawBody`, of a body that counts as far as it came: one that breaks off ends there.
 * @throws GongmunError unsupported_media_type, and what `take` throws
 */
export function readPartOfBody<T>(req: Request, mediaTypes: readonly string[], take: Take<T>): Promise<T> {
  return handOn(req, mediaTypes, take, (source) => {
    req.once('close', () => source.end());
  });
}

/** @param breaksOff says what becomes of the source when the body breaks off */
async function handOn<T>(
  req: Request,
  mediaTypes: readonly string[],
  take: Take<T>,
  breaksOff: (source: PassThrough) => void,
): Promise<T> {
  requireMediaType(req, mediaTypes);
  const source = new PassThrough();
  // Whoever reads it is told by the stream itself.
  source.on('error', () => {});
  breaksOff(source);
  req.pipe(source);
  try {
    return await take(source);
  } finally {
    req.unpipe(source);
    req.resume();
  }
}

function requireMediaType(req: Request, mediaTypes: readonly string[]): void {
  const type = (req.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!mediaTypes.includes(type) || !['', 'identity'].includes(req.get('content-encoding') ?? '')) {
    throw new GongmunError(
      'unsupported_media_type',
      'request.not_a_file',
      `Send the file itself, as ${mediaTypes.join(', ')}.`,
    );
  }
}
