import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import { GongmunError } from '../domain/errors';

export interface IncomingFile {
  name: string;
  source: Readable;
}

/**
 * Hands on the one file of a multipart body (RFC 7578) while it arrives; file names are UTF-8.
 * @throws GongmunError bad_request where the body is not one file, unsupported_media_type where it is not multipart
 */
export function readUpload<T>(req: Request, take: (file: IncomingFile) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const parser = parserFor(req, reject);
    if (parser === undefined) return;
    let taking: Promise<T> | undefined;
    let surplus = false;
    parser.on('file', (_field, source, { filename }) => {
      // busboy reports a cut-off body on the file's stream too; the use case sees it while it reads.
      source.on('error', () => {});
      taking = take({ name: filename ?? '', source });
      taking.catch((error: unknown) => {
        req.unpipe(parser);
        req.resume();
        reject(error);
      });
    });
    parser.on('filesLimit', () => {
      surplus = true;
    });
    parser.on('fieldsLimit', () => {
      surplus = true;
    });
    parser.on('error', () => reject(malformed()));
    req.on('aborted', () => parser.destroy(new Error('aborted')));
    parser.on('close', () => {
      if (taking === undefined) return reject(malformed());
      if (surplus) return reject(malformed());
      taking.then(resolve, reject);
    });
    req.pipe(parser);
  });
}

function parserFor(req: Request, reject: (error: GongmunError) => void): busboy.Busboy | undefined {
  if (!/^multipart\/form-data\b/i.test(req.get('content-type') ?? '')) {
    reject(
      new GongmunError(
        'unsupported_media_type',
        'request.not_multipart',
        'Send the file as multipart/form-data.',
      ),
    );
    return undefined;
  }
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 1, fieldSize: 1_000, parts: 3, headerPairs: 20 },
    });
  } catch {
    reject(malformed());
    return undefined;
  }
}

function malformed(): GongmunError {
  return new GongmunError('bad_request', 'request.malformed_multipart', 'Send exactly one file, whole.');
}
