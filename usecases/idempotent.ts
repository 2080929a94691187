import { claimIdempotencyKey } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import { GongmunError } from '../domain/errors';
import type { Deps } from './deps';

/** Who asks, under which key, with which body: what makes a request the same request. */
export interface RequestIdentity {
  actor: string;
  key: string;
  /** SHA-256 of method, path, query and body. */
  digest: string;
  requestId: string;
}

/**
 * Runs `act` in a transaction unless this request was already carried out; then its resource is returned and nothing
 * happens. `act` writes the record itself, with what it does.
 * @throws GongmunError `idempotency.key_reused` (422), `idempotency.in_flight` (409)
 */
export async function idempotently(
  deps: Pick<Deps, 'db'>,
  request: RequestIdentity,
  act: (tx: Tx) => Promise<string>,
): Promise<{ resource: string; replayed: boolean }> {
  try {
    return await deps.db.transaction(async (tx) => {
      const earlier = await claimIdempotencyKey(tx, request.actor, request.key);
      if (earlier.record !== undefined) return replay(earlier.record, request);
      if (earlier.inFlight) throw inFlight();
      return { resource: await act(tx), replayed: false };
    });
  } catch (error) {
    // The other request committed between our look and our write: it is there now, and the client may ask again.
    if (isUniqueViolation(error, 'idempotency_records_pkey')) throw inFlight();
    throw error;
  }
}

function inFlight(): GongmunError {
  return new GongmunError(
    'conflict',
    'idempotency.in_flight',
    'A request with this Idempotency-Key is being carried out.',
    {
      retryAfter: 1,
    },
  );
}

function replay(record: { requestDigest: string; resource: string }, request: RequestIdentity) {
  if (record.requestDigest !== request.digest) {
    throw new GongmunError(
      'unprocessable',
      'idempotency.key_reused',
      'This Idempotency-Key was used for a different request. Use a new key for a new act.',
    );
  }
  return { resource: record.resource, replayed: true };
}

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const violation = error as { code?: string; constraint?: string };
  return violation.code === '23505' && violation.constraint === constraint;
}

export function reusedForOther(): GongmunError {
  return new GongmunError(
    'unprocessable',
    'idempotency.key_reused',
    'This Idempotency-Key was used for another request.',
  );
}
