import { carryDeliveries } from '../db/carry-deliveries';
import { advanceDispatch, findDispatch, lockDeliveries, readersOf } from '../db/delivery-store';
import { lockDocument } from '../db/document-store';
import { insertNotices } from '../db/notice-store';
import { type DeliveryActKind, statesBefore } from '../domain/delivery';
import { SYSTEM } from './deliver-documents';
import type { Deps } from './deps';
import { disposalOf, disposeDocument } from './dispose-document';

const BATCH = 100;

export interface Attended {
  /** There is more of what is due now. */
  more: boolean;
  /** RFC 3339; null when nothing will fall due any more. */
  nextDueAt: string | null;
}

/** What time does to a delivery, in this order: not opened for too long, soon to be removed, removed. */
const DUE: { kind: DeliveryActKind; when: 'neverReadAt' | 'warnAt' | 'removeAt'; where: string }[] = [
  { kind: 'never_read', when: 'neverReadAt', where: 'true' },
  { kind: 'announce_removal', when: 'warnAt', where: 'v.warned_at IS NULL AND v.removed_at IS NULL' },
  { kind: 'remove', when: 'removeAt', where: 'v.warned_at IS NOT NULL AND v.removed_at IS NULL' },
];

/**
 * What has fallen due of a dispatch that was delivered, a batch at a time; an office's incoming document has a clock of its own and is left
 * alone. Found again by the rows: twice is once.
 */
export function attendDispatch(deps: Deps) {
  return async ({ documentId, at: now }: { documentId: string; at: string }): Promise<Attended> => {
    const dispatch = await findDispatch(deps.db, documentId);
    if (dispatch === undefined) return { more: false, nextDueAt: null };
    const at = new Date(now);
    for (const { kind, when, where } of DUE) {
      if (dispatch[when] > at) continue;
      if ((await carryDue(deps, documentId, { kind, where, at })) === BATCH)
        return { more: true, nextDueAt: now };
    }
    const instants = DUE.map(({ when }) => dispatch[when]).filter((instant) => instant > at);
    return dispose(deps, documentId, { now, next: earliest(instants) });
  };
}

/**
 * What comes of the document as a record. Nobody waits for years: when only that is left the workflow ends, and the sweep starts
 * one when the row's instant comes. Under the document's lock, so that what a person decides meanwhile is not slept over.
 */
function dispose(
  deps: Deps,
  documentId: string,
  { now, next }: { now: string; next: Date | null },
): Promise<Attended> {
  return deps.db.transaction(async (tx) => {
    const at = new Date(now);
    const row = await lockDocument(tx, documentId);
    const step = row && disposalOf(row);
    if (row !== undefined && step !== undefined && step.at <= at) {
      await disposeDocument(tx, deps, row, { kind: step.kind, at });
      return { more: true, nextDueAt: now };
    }
    const nextDueAt = earliest([next, step?.at].flatMap((instant) => instant ?? []));
    await advanceDispatch(tx, documentId, { deliveredAt: at, nextDueAt });
    return { more: false, nextDueAt: next?.toISOString() ?? null };
  });
}

const earliest = (instants: Date[]): Date | null =>
  instants.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;

function carryDue(
  deps: Deps,
  documentId: string,
  { kind, where, at }: { kind: DeliveryActKind; where: string; at: Date },
): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const rows = await lockDeliveries(tx, documentId, {
      ...{ states: statesBefore(kind), kinds: ['person', 'organisation'], where, limit: BATCH },
    });
    const carried = await carryDeliveries(tx, deps.signer, rows, { kind, at, actor: SYSTEM });
    if (kind !== 'announce_removal') return rows.length;
    const evidence = new Map(carried.map(({ delivery, evidenceId }) => [delivery.id, evidenceId]));
    const readers = await readersOf(tx, rows);
    await insertNotices(
      tx,
      readers.map(({ delivery, person }) => ({
        ...{ kind: 'document_removal_near', deliveryId: delivery, person, at },
        evidenceId: evidence.get(delivery) ?? '',
      })),
    );
    if (rows.length > 0) deps.noticesWritten();
    return rows.length;
  });
}
