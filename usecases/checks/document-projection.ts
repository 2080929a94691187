import type { ChainRows } from '../../db/chain-store';
import { applyDeliveryAct, type DeliveryEvent, deliveryActOf } from '../../domain/delivery';
import { canonicalJson, sha256 } from '../../domain/digest';
import type { DocumentEvent } from '../../domain/official-document';
import { differingColumns } from './columns';
import type { Report } from './fault';
import { factOf, instantOf, type Told } from './told';

type Document = Pick<
  ChainRows['document'],
  | 'office'
  | 'state'
  | 'agreed'
  | 'number'
  | 'registeredAt'
  | 'contentDigest'
  | 'disposal'
  | 'holds'
  | 'contentDestroyedAt'
> & {
  /** Undefined where evidence does not say: of what was dispatched before there was a date. */
  disposeAt: Date | null | undefined;
  /** Digest of the list of recipients; null before the dispatch. */
  list: string | null;
};

const EVENTS: Record<DocumentEvent, (told: Told, before: Document) => Partial<Document>> = {
  DocumentProposed: (told) => ({
    ...{ office: factOf(told, 'office') ?? '', state: 'in_approval', agreed: 0 },
    contentDigest: told.says.content ?? null,
  }),
  DocumentReviewed: (_, { agreed }) => ({ agreed: agreed + 1 }),
  DocumentSentBack: () => ({ state: 'draft', agreed: 0 }),
  DocumentRegistered: (told, { agreed }) => ({
    ...{ state: 'registered', agreed: agreed + 1, number: factOf(told, 'number') },
    registeredAt: new Date(told.says.at),
  }),
  DocumentDispatched: (told) => ({
    ...{ state: 'dispatched', list: factOf(told, 'list') },
    disposeAt: factOf(told, 'retention') === null ? undefined : instantOf(told, 'disposeAt'),
  }),
  DocumentRecalled: () => ({}),
  HoldSet: (told, { holds }) => ({ holds: [...holds, factOf(told, 'hold') ?? ''] }),
  HoldReleased: (told, { holds }) => ({ holds: holds.filter((one) => one !== factOf(told, 'hold')) }),
  DisposalDue: (told) => ({ disposal: 'due', disposeAt: instantOf(told, 'disposeAt') }),
  DisposalReviewed: (told) => REVIEWED[factOf(told, 'decision') ?? '']?.(told) ?? {},
  RecordTransferred: () => ({ disposal: 'approved' }),
  DisposalBegun: () => ({ disposal: 'begun' }),
  Disposed: (told) => ({ disposal: 'done', contentDestroyedAt: new Date(told.says.at) }),
};

const REVIEWED: Record<string, (told: Told) => Partial<Document>> = {
  destroy: () => ({ disposal: 'approved' }),
  keep: (told) => ({ disposal: 'none', disposeAt: instantOf(told, 'until') }),
  transfer: () => ({ disposal: 'transfer' }),
};

const isDocumentEvent = (event: string): event is DocumentEvent => event in EVENTS;

/** An official document's row, and to whom it was sent, against what its evidences lead to. */
export function checkDocument(row: ChainRows['document'], told: readonly Told[], report: Report): void {
  const { office } = row;
  const draft: Document = {
    ...{ office, state: 'draft', agreed: 0, number: null, registeredAt: null, contentDigest: null },
    ...{ list: null, disposal: 'none', holds: [], disposeAt: null, contentDestroyedAt: null },
  };
  const expected = follow(draft, told, report, (before, one) => {
    const { event } = one.says;
    return isDocumentEvent(event) ? { ...before, ...EVENTS[event](one, before) } : undefined;
  });
  if (expected === undefined) return;
  const { list, ...columns } = expected;
  const fault = (what: string) => report({ table: 'official_documents', row: row.id, what });
  for (const what of differingColumns(row, columns)) fault(what);
  const sentTo = row.boxes === null ? null : sha256(canonicalJson(row.boxes));
  if (sentTo !== list) fault('has deliveries to others than those whom its evidence says');
}

const INSTANTS = {
  ContentConsignment: 'consignedAt',
  ConsignmentNotification: 'notifiedAt',
  ConsignmentNotificationFailure: null,
  ContentHandover: 'openedAt',
  DocumentAcknowledged: 'acknowledgedAt',
  DocumentNeverRead: 'neverReadAt',
  DeliveryRecalled: 'recalledAt',
  RemovalAnnounced: 'warnedAt',
  DocumentRemoved: 'removedAt',
} as const satisfies Record<DeliveryEvent, keyof ChainRows['delivery'] | null>;

type Delivery = Omit<ChainRows['delivery'], 'id' | 'evidenceCount' | 'lastEvidenceDigest'>;

const WAITING: Delivery = {
  ...{ state: 'waiting', submissionId: null, consignedAt: null, notifiedAt: null, openedAt: null },
  ...{ acknowledgedAt: null, neverReadAt: null, recalledAt: null, warnedAt: null, removedAt: null },
};

/** A delivery's row against what its evidences lead to. */
export function checkDelivery(row: ChainRows['delivery'], told: readonly Told[], report: Report): void {
  const expected = follow(WAITING, told, report, (before, one) => {
    const kind = deliveryActOf(one.says.event);
    const applied = kind && applyDeliveryAct(before.state, kind);
    if (applied === undefined) return undefined;
    const instant = INSTANTS[applied.event];
    return {
      ...before,
      state: applied.state,
      submissionId: before.submissionId ?? factOf(one, 'submission'),
      ...(instant === null ? {} : { [instant]: new Date(one.says.at) }),
    };
  });
  for (const what of differingColumns(row, expected ?? {}))
    report({ table: 'deliveries', row: row.id, what });
}

/** Where all evidences lead; undefined, and told, where one of them cannot come after the others. */
function follow<T>(
  from: T,
  told: readonly Told[],
  report: Report,
  step: (before: T, one: Told) => T | undefined,
): T | undefined {
  let reached = from;
  for (const one of told) {
    const next = step(reached, one);
    if (next === undefined) {
      report({ table: 'evidences', row: one.row.id, what: 'does not follow from the evidences before it' });
      return undefined;
    }
    reached = next;
  }
  return reached;
}
