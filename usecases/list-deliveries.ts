import { countDeliveries, type DeliveryLine, listDeliveries } from '../db/delivery-store';
import { namesOfRecipients } from '../db/recipient-store';
import type { DeliveryState } from '../domain/delivery';
import { boxOf, type Recipient } from '../domain/official-document';
import type { Actor } from '../domain/permissions';
import type { Words } from '../domain/words';
import { accessDocument } from './access-document';
import type { Deps } from './deps';
import { decodeCursor, type Page, toPage } from './page';

export interface DeliveryView {
  id: string;
  recipient: Recipient;
  /** What the recipient is called; null of whom we no longer know. */
  name: Words | null;
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
    const names = await namesOfRecipients(tx, lines.map(recipientOf));
    const view = (line: DeliveryLine) => viewDelivery(line, names.get(boxOf(recipientOf(line))) ?? null);
    return {
      ...toPage(lines, limit, view, ({ position }) => position),
      counts: await countDeliveries(tx, documentId),
    };
  });
}

const recipientOf = ({ kind, person, organisation, office }: DeliveryLine): Recipient => ({
  kind,
  id: person ?? organisation ?? office ?? '',
});

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value);

/** At an office it is opened by the first official who opens the incoming document. */
function viewDelivery(line: DeliveryLine, name: Words | null): DeliveryView {
  const { id, state, submissionId, submissionState, registrationNumber } = line;
  const openedThere = line.submissionOpened === true && ['consigned', 'notified'].includes(state);
  const instant = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id,
    ...{ recipient: recipientOf(line), name },
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
