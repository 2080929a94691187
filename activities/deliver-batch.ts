import { carryDeliveries } from '../db/carry-deliveries';
import { advanceDispatch, findDispatch, lockDeliveries, readersOf } from '../db/delivery-store';
import { type DocumentRow, findDocument } from '../db/document-store';
import { insertNotices } from '../db/notice-store';
import { arriveAtOffice } from './arrive-at-office';
import { detailsOf, SYSTEM } from './deliver-documents';
import type { Deps } from './deps';

const BATCH = 100;

export interface Delivered {
  delivered: number;
  /** Further recipients wait. */
  more: boolean;
  /** RFC 3339 instant at which something of the dispatch falls due. */
  nextDueAt: string | null;
}

/**
 * Places the document with the next recipients that wait for it: state, evidence and notice of each in one transaction, so
 * that however often the step is asked for nobody is served twice and nobody is left out.
 */
export function deliverBatch(deps: Deps) {
  return async (input: { documentId: string; at: string }): Promise<Delivered> => {
    const document = await findDocument(deps.db, input.documentId);
    const dispatch = await findDispatch(deps.db, input.documentId);
    if (document === undefined || dispatch === undefined)
      return { delivered: 0, more: false, nextDueAt: null };
    const at = new Date(input.at);
    const consigned = await consign(deps, document, at);
    if (consigned === BATCH) return { delivered: consigned, more: true, nextDueAt: input.at };
    if (await arriveAtOffice(deps, document, at))
      return { delivered: consigned + 1, more: true, nextDueAt: input.at };
    const nextDueAt = new Date(Math.max(at.getTime(), dispatch.neverReadAt.getTime()));
    if (dispatch.deliveredAt === null)
      await advanceDispatch(deps.db, document.id, { deliveredAt: at, nextDueAt });
    return { delivered: consigned, more: false, nextDueAt: nextDueAt.toISOString() };
  };
}

function consign(deps: Deps, document: DocumentRow, at: Date): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const waiting = await lockDeliveries(tx, document.id, {
      ...{ states: ['waiting'], kinds: ['person', 'organisation'], limit: BATCH },
    });
    const details = () => detailsOf(document);
    const carried = await carryDeliveries(tx, deps.signer, waiting, {
      ...{ kind: 'consign', at, actor: SYSTEM, details },
    });
    const evidence = new Map(carried.map(({ delivery, evidenceId }) => [delivery.id, evidenceId]));
    const readers = await readersOf(tx, waiting);
    await insertNotices(
      tx,
      readers.map(({ delivery, person }) => ({
        ...{ kind: 'document_received', deliveryId: delivery, person, at },
        evidenceId: evidence.get(delivery) ?? '',
      })),
    );
    if (waiting.length > 0) deps.noticesWritten();
    return waiting.length;
  });
}
