import { GongmunError } from '../../domain/errors';

export function fileMissing(): GongmunError {
  return new GongmunError('not_found', 'file.missing', 'The file is not in the store.');
}

export function fileDamaged(): GongmunError {
  return new GongmunError('unavailable', 'file.damaged', 'The stored bytes are not those that were sent.', {
    retryAfter: 60,
  });
}

export function filesUnavailable(cause: unknown): GongmunError {
  return new GongmunError('unavailable', 'files.unavailable', 'The file store cannot be reached.', {
    retryAfter: 5,
    cause,
  });
}
