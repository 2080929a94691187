import { contentDisposition } from '../domain/file-name';
import type { Bundle } from '../usecases/bundle-submission';
import type { Reply } from './route';
import * as schema from './schemas-log';

/** How long to wait before asking again for what is not sealed; the sealer comes round about as often. */
const SEALED_SOON_SECONDS = 5;

/** The document's exact bytes, or that it is not there yet. */
export const sealed = (document: string | undefined): Reply =>
  document === undefined
    ? {
        status: 202,
        body: { status: 'not_sealed' },
        headers: { 'Retry-After': String(SEALED_SOON_SECONDS) },
      }
    : { status: 200, exactJson: document };

export const NOT_SEALED = { description: 'Not sealed yet: see Retry-After', schema: schema.NotSealed };

/** A zip of receipts and what they prove. */
export function zipReply(zip: Bundle | undefined): Reply {
  if (zip === undefined) return sealed(undefined);
  return {
    status: 200,
    stream: { source: zip.stream, mediaType: 'application/zip' },
    headers: { 'Content-Length': String(zip.bytes), 'Content-Disposition': contentDisposition(zip.name) },
  };
}
