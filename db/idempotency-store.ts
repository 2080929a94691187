import type { Db, Tx } from './knex';

export interface IdempotencyRecord {
  requestDigest: string;
  /** Where what the first request made is found, as `kind:id[:…]`. */
  resource: string;
}

/**
 * The record of an earlier request with this key, and whether the key is free for this transaction: an advisory lock
 * tells a request in flight from one that is done.
 */
export async function claimIdempotencyKey(
  tx: Tx,
  actor: string,
  key: string,
): Promise<{ inFlight: boolean; record: IdempotencyRecord | undefined }> {
  const { rows } = await tx.raw(
    `SELECT l.locked, r.request_digest AS "requestDigest", r.resource
     FROM (SELECT pg_try_advisory_xact_lock(hashtextextended(:actor || chr(10) || :key, 7)) AS locked) l
     LEFT JOIN idempotency_records r ON r.actor = :actor AND r.key = :key`,
    { actor, key },
  );
  const row = rows[0];
  return {
    inFlight: !row.locked && row.resource === null,
    record: row.resource === null ? undefined : { requestDigest: row.requestDigest, resource: row.resource },
  };
}

/** Whether a request with this key was carried out before; only `claimIdempotencyKey` says that none is under way. */
export async function findIdempotencyRecord(
  db: Db,
  actor: string,
  key: string,
): Promise<IdempotencyRecord | undefined> {
  return db('idempotency_records').where({ actor, key }).first('request_digest as requestDigest', 'resource');
}

export async function insertIdempotencyRecord(
  tx: Tx,
  entry: { actor: string; key: string; requestDigest: string; resource: string; at: Date },
): Promise<void> {
  await tx('idempotency_records').insert({
    actor: entry.actor,
    key: entry.key,
    request_digest: entry.requestDigest,
    resource: entry.resource,
    recorded_at: entry.at,
  });
}
