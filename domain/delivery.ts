/** What has become of an official document with one recipient. */
export const DELIVERY_STATES = [
  'waiting',
  'consigned',
  'notified',
  'opened',
  'acknowledged',
  'never_read',
  'recalled',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type DeliveryActKind =
  | 'consign'
  | 'notified'
  | 'notice_failed'
  | 'open'
  | 'acknowledge'
  | 'never_read'
  | 'recall'
  | 'announce_removal'
  | 'remove';

export type DeliveryEvent =
  | 'ContentConsignment'
  | 'ConsignmentNotification'
  | 'ConsignmentNotificationFailure'
  | 'ContentHandover'
  | 'DocumentAcknowledged'
  | 'DocumentNeverRead'
  | 'DeliveryRecalled'
  | 'RemovalAnnounced'
  | 'DocumentRemoved';

/** From which states an act is possible, the state it leads to (`null`: as it was), and what is proved of it. */
const ACTS: Record<
  DeliveryActKind,
  { from: readonly DeliveryState[]; to: DeliveryState | null; event: DeliveryEvent }
> = {
  consign: { from: ['waiting'], to: 'consigned', event: 'ContentConsignment' },
  notified: { from: ['consigned'], to: 'notified', event: 'ConsignmentNotification' },
  notice_failed: {
    from: ['consigned', 'notified', 'opened', 'acknowledged', 'never_read'],
    to: null,
    event: 'ConsignmentNotificationFailure',
  },
  open: { from: ['consigned', 'notified', 'never_read'], to: 'opened', event: 'ContentHandover' },
  acknowledge: { from: ['opened'], to: 'acknowledged', event: 'DocumentAcknowledged' },
  never_read: { from: ['consigned', 'notified'], to: 'never_read', event: 'DocumentNeverRead' },
  recall: { from: ['consigned', 'notified', 'never_read'], to: 'recalled', event: 'DeliveryRecalled' },
  announce_removal: {
    from: ['consigned', 'notified', 'opened', 'acknowledged', 'never_read'],
    to: null,
    event: 'RemovalAnnounced',
  },
  remove: {
    from: ['consigned', 'notified', 'opened', 'acknowledged', 'never_read'],
    to: null,
    event: 'DocumentRemoved',
  },
};

/** @returns undefined where the state does not allow it */
export function applyDeliveryAct(
  state: DeliveryState,
  kind: DeliveryActKind,
): { state: DeliveryState; event: DeliveryEvent } | undefined {
  const { from, to, event } = ACTS[kind];
  return from.includes(state) ? { state: to ?? state, event } : undefined;
}

/** The act that an event proves; undefined for an event that no delivery has. */
export const deliveryActOf = (event: string): DeliveryActKind | undefined =>
  (Object.keys(ACTS) as DeliveryActKind[]).find((kind) => ACTS[kind].event === event);

/** The states from which an act is possible, for the rows that are looked for. */
export const statesBefore = (kind: DeliveryActKind): readonly DeliveryState[] => ACTS[kind].from;
