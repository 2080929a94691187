import type { DeliveryStatus, ToldState } from '../domain/webhook';
import type { Db, Tx } from './knex';

/** One message to one target; written by a trigger with the evidence that it tells of (decision 0038). */
export interface DeliveryRow {
  id: string;
  webhook: string;
  /** The message that it sends again. */
  resendOf: string | null;
  evidence: string;
  submission: string | null;
  document: string | null;
  delivery: string | null;
  event: string;
  state: ToldState;
  at: Date;
  status: DeliveryStatus;
  attempts: number;
  /** What the last attempt met: a status or a code. */
  response: string | null;
  writtenAt: Date;
  settledAt: Date | null;
}

const COLUMNS = `id, webhook, resend_of AS "resendOf", evidence_id AS evidence, submission_id AS submission,
  document_id AS document, delivery_id AS delivery, event, state, at, status, attempts, response, written_at AS "writtenAt", settled_at AS "settledAt"`;

export async function writtenDeliveries(db: Db, limit: number): Promise<string[]> {
  return db('webhook_deliveries').where({ status: 'written' }).orderBy('written_at').limit(limit).pluck('id');
}

export async function markDeliveryStarted(db: Db, id: string): Promise<void> {
  await db('webhook_deliveries').where({ id, status: 'written' }).update({ status: 'started' });
}

export async function findDelivery(db: Db | Tx, id: string): Promise<DeliveryRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM webhook_deliveries WHERE id = ?`, [id]);
  return rows[0];
}

export async function deferDelivery(db: Db, id: string, response: string): Promise<void> {
  await db('webhook_deliveries')
    .where({ id, settled_at: null })
    .update({ status: 'deferred', response, attempts: db.raw('attempts + 1') });
}

/** @returns false where it was settled before; a target that answers is sound again */
export async function settleDelivered(tx: Tx, delivery: DeliveryRow, response: string, at: Date) {
  const settled = await tx('webhook_deliveries')
    .where({ id: delivery.id, settled_at: null })
    .update({ status: 'delivered', response, settled_at: at, attempts: tx.raw('attempts + 1') });
  if (settled === 1)
    await tx('webhooks').where({ id: delivery.webhook }).where('failures', '>', 0).update({ failures: 0 });
}

/** @returns false where it was settled before */
export async function settleFailed(tx: Tx, id: string, at: Date, response: string | null): Promise<boolean> {
  const settled = await tx('webhook_deliveries')
    .where({ id, settled_at: null })
    .update({
      status: 'failed',
      settled_at: at,
      ...(response === null ? {} : { response, attempts: tx.raw('attempts + 1') }),
    });
  return settled === 1;
}

/** @returns how many have failed in a row */
export async function countFailure(tx: Tx, webhook: string): Promise<number> {
  const [row] = await tx('webhooks')
    .where({ id: webhook })
    .update({ failures: tx.raw('failures + 1') })
    .returning('failures');
  return row?.failures ?? 0;
}

/** Tried for as long as the engine does, or lost by it. */
export async function abandonedDeliveries(db: Db, writtenBefore: Date): Promise<string[]> {
  return db('webhook_deliveries')
    .where({ settled_at: null })
    .where('written_at', '<', writtenBefore)
    .orderBy('written_at')
    .limit(500)
    .pluck('id');
}

/** The log of a target, the newest first. */
export async function listDeliveries(
  tx: Tx,
  webhook: string,
  page: { after?: { writtenAt: string; id: string } | undefined; limit: number },
): Promise<DeliveryRow[]> {
  const { after } = page;
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM webhook_deliveries
     WHERE webhook = ? ${after === undefined ? '' : 'AND (written_at, id) < (?::timestamptz, ?::uuid)'}
     ORDER BY written_at DESC, id DESC LIMIT ?`,
    [webhook, ...(after === undefined ? [] : [after.writtenAt, after.id]), page.limit] as string[],
  );
  return rows;
}

/** The same message again, in a row of its own. */
export async function insertResend(tx: Tx, given: { id: string; of: DeliveryRow; at: Date }): Promise<void> {
  await tx.raw(
    `INSERT INTO webhook_deliveries (id, webhook, resend_of, evidence_id, submission_id, document_id, delivery_id,
       event, state, at, status, written_at)
     SELECT :id, webhook, COALESCE(resend_of, id), evidence_id, submission_id, document_id, delivery_id,
       event, state, at, 'written', :at
     FROM webhook_deliveries WHERE id = :of`,
    { id: given.id, of: given.of.id, at: given.at },
  );
}

/** Whether the message was sent again since then; asked under the lock of its target. */
export async function isSentAgain(
  tx: Tx,
  { id, resendOf, writtenAt }: Pick<DeliveryRow, 'id' | 'resendOf' | 'writtenAt'>,
): Promise<boolean> {
  const later = await tx('webhook_deliveries')
    .where({ resend_of: resendOf ?? id })
    .where('written_at', '>', writtenAt)
    .whereNot({ id })
    .first('id');
  return later !== undefined;
}
