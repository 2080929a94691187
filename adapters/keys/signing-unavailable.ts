import { GongmunError } from '../../domain/errors';

/** Nothing is acknowledged that cannot be proved (design §3): whoever acts is asked to come back. */
export function signingUnavailable(cause: unknown): GongmunError {
  return new GongmunError('unavailable', 'evidence.signing_unavailable', 'Evidence cannot be signed now.', {
    retryAfter: 30,
    cause,
  });
}
