import { countDeliveries, type DeliveryLine, listDeliveries } from '../db/delivery-store';
import type { DeliveryState } from '../domain/delivery';
import type { Recipient } from '../domain/official-document';
import type { Actor } from '../domain/permissions';
import { accessDocument } from './access-document';
import type { Deps } from './deps';
import { decodeCursor, type Page, toPage } from './page';

export interface DeliveryView {
  id: string;
  recipient: Recipient;
  state: DeliveryState;
  consignedAt: string | null;
  notifiedAt: string | null;
  openedAt: string | null;
  acknowledgedAt: string | null;
  neverReadAt: string | null;
  recalledAt: string | null;
  removedAt: string | null;
  /** What it became at an office. */
  incoming: { submission: string; registrationNumber: string | null; state: string } | null;
}

export type Deliveries = Page<DeliveryView> & { counts: Partial<Record<DeliveryState, number>> };

/** Whom a document has reached, in the order of its recipients, with how many are in each state. */
export function listOfDeliveries(
  deps: Deps,
  actor: Actor,
  asked: {
    documentId: string;
    state?: DeliveryState | undefined;
    cursor?: string | undefined;
    limit: number;
    requestId: string;
  },
): Promise<Deliveries> {
  const { documentId, state, limit } = asked;
  const after = decodeCursor(asked.cursor, isPosition) ?? 0;
  return accessDocument(deps, actor, { ...asked, as: 'read_deliveries' }, async (row, tx) => {
    const lines = await listDeliveries(tx, row.id, { afterPosition: after, limit: limit + 1, state });
    return {
      ...toPage(lines, limit, viewDelivery, ({ position }) => position),
      counts: await countDeliveries(tx, documentId),
    };
  });
}

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value);

/** At an office it is opened by the first official who opens the incoming document. */
function viewDelivery(line: DeliveryLine): DeliveryView {
  const { id, kind, state, submissionId, submissionState, registrationNumber } = line;
  const openedThere = line.submissionOpened === true && ['consigned', 'notified'].includes(state);
  const instant = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id,
    recipient: { kind, id: line.person ?? line.organisation ?? line.office ?? '' },
    state: openedThere ? 'opened' : state,
    consignedAt: instant(line.consignedAt),
    notifiedAt: instant(line.notifiedAt),
    openedAt: instant(line.openedAt),
    acknowledgedAt: instant(line.acknowledgedAt),
    neverReadAt: instant(line.neverReadAt),
    recalledAt: instant(line.recalledAt),
    removedAt: instant(line.removedAt),
    incoming:
      submissionId === null
        ? null
        : { submission: submissionId, registrationNumber, state: submissionState ?? '' },
  };
}
