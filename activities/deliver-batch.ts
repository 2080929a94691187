import { carryDeliveries } from '../db/carry-deliveries';
import { lockDeliveries, readersOf } from '../db/delivery-store';
import { type DocumentRow, findDocument } from '../db/document-store';
import { insertNotices } from '../db/notice-store';
import { arriveAtOffice } from './arrive-at-office';
import { detailsOf, SYSTEM } from './deliver-documents';
import type { Deps } from './deps';

const BATCH = 100;

/**
 * Places the document with the next people and organisations that wait for it: state, evidence and notice of each in one
 * transaction, so that however often the step is asked for nobody is served twice and nobody is left out.
 * @returns whether there may be more
 */
export function deliverBatch(deps: Deps) {
  return async (input: { documentId: string; at: string }): Promise<{ more: boolean }> => {
    const document = await findDocument(deps.db, input.documentId);
    if (document === undefined) return { more: false };
    return { more: (await consign(deps, document, new Date(input.at))) === BATCH };
  };
}

/** The same for the next office, one at a time: files are copied. */
export function deliverToOffice(deps: Deps) {
  return async (input: { documentId: string; at: string }): Promise<{ more: boolean }> => {
    const document = await findDocument(deps.db, input.documentId);
    if (document === undefined) return { more: false };
    return { more: await arriveAtOffice(deps, document, new Date(input.at)) };
  };
}

function consign(deps: Deps, document: DocumentRow, at: Date): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const waiting = await lockDeliveries(tx, document.id, {
      ...{ states: ['waiting'], kinds: ['person', 'organisation'], limit: BATCH },
    });
    if (waiting.length === 0) return 0;
    const said = await detailsOf(tx, deps.cipher, document);
    const carried = await carryDeliveries(tx, deps.signer, waiting, {
      ...{ kind: 'consign', at, actor: SYSTEM, details: () => said },
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
    deps.noticesWritten();
    return waiting.length;
  });
}
