import { insertAuditEntry } from '../db/audit-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import type { Capacity } from '../domain/evidence';
import type { RequestIdentity } from './idempotent';
import { recordOf } from './resource';

/** An act that concerns no submission: whose request it was, and what it did to what. */
export interface RecordedAct {
  /** Where what it made is found; see `idempotent.ts`. */
  resource: string;
  action: string;
  capacity: Capacity;
  office?: string | null;
  onBehalfOf?: string | null;
  /** Ids and codes. */
  subjects: string[];
  at: Date;
}

/** In the transaction of the act: asked for again it is known, and the access log tells of it. */
export async function recordAct(tx: Tx, request: RequestIdentity, act: RecordedAct): Promise<void> {
  const { resource, at, ...entry } = act;
  await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
  await insertAuditEntry(tx, {
    ...entry,
    at,
    actor: request.actor,
    submissionId: null,
    requestId: request.requestId,
  });
}
