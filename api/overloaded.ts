import { GongmunError } from '../domain/errors';

const RETRY_SECONDS = 5;

/** More than this process carries: `server.overloaded` (503). Nothing of the request was done. */
export function overloaded(): GongmunError {
  return new GongmunError(
    'unavailable',
    'server.overloaded',
    'More is asked here now than can be answered. Nothing was done. Wait a little.',
    { retryAfter: RETRY_SECONDS },
  );
}
