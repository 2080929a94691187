import { type DeliveryLine, findDispatch, listDeliveries } from '../db/delivery-store';
import type { DocumentRow } from '../db/document-store';
import type { Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import { retentionRuleOf } from '../domain/retention';
import type { Gathered } from './bundle-entries';
import { contentsOf, eventHistoryOf, optional } from './record-metadata';

/** More than a document can have recipients. */
const MOST_DELIVERIES = 100_000;

/**
 * What is to be known of an official document beside its content: `recordMetadata` of what an office sends. Each
 * delivery is named with the newest digest of its own chain, by which the receipts that recipients hold can be found in it.
 */
export async function documentMetadata(tx: Tx, row: DocumentRow, gathered: Gathered) {
  const dispatch = await findDispatch(tx, row.id);
  const deliveries = await listDeliveries(tx, row.id, { afterPosition: 0, limit: MOST_DELIVERIES });
  const { class: kind, years } = row.retention;
  const country = (await findOffice(tx, row.office))?.country ?? '';
  return {
    format: 'gongmun-record/1',
    record: {
      identifier: row.id,
      type: 'official_document',
      language: row.language,
      registrations: [
        { number: row.number ?? '', office: row.office, at: row.registeredAt?.toISOString() ?? '' },
      ],
      ...contentsOf(gathered),
    },
    agents: {
      office: row.office,
      drafter: row.drafter,
      line: row.line.map(({ person, part }) => ({ person, part })),
    },
    business: {
      state: row.state,
      openness: row.openness,
      ...optional('ground', row.ground),
      draftedAt: row.draftedAt.toISOString(),
      ...optional('dispatchedAt', dispatch?.at.toISOString() ?? null),
      deliveries: deliveries.map(viewDelivery),
    },
    eventHistory: eventHistoryOf(gathered),
    disposition: {
      retentionClass: kind,
      ...optional('retentionYears', years ?? null),
      rule: retentionRuleOf(country),
      status: row.disposal,
      ...optional('dueAt', row.disposeAt?.toISOString() ?? null),
      ...optional('destroyedAt', row.contentDestroyedAt?.toISOString() ?? null),
      holds: [...row.holds],
    },
  };
}

function viewDelivery(line: DeliveryLine) {
  const instant = (name: string, at: Date | null) => optional(name, at?.toISOString() ?? null);
  return {
    ...{ delivery: line.id, state: line.state },
    ...optional('person', line.person),
    ...optional('organisation', line.organisation),
    ...optional('office', line.office),
    ...instant('consignedAt', line.consignedAt),
    ...instant('openedAt', line.openedAt),
    ...instant('acknowledgedAt', line.acknowledgedAt),
    ...instant('recalledAt', line.recalledAt),
    ...optional('lastReceipt', line.lastEvidenceDigest),
  };
}
