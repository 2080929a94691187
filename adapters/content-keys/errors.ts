import { GongmunError } from '../../domain/errors';

export function keysUnavailable(cause: unknown): GongmunError {
  return new GongmunError('unavailable', 'keys.unavailable', 'The keys of the content cannot be reached.', {
    retryAfter: 5,
    cause,
  });
}
