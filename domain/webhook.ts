import type { DeliveryState } from './delivery';
import type { DocumentState } from './official-document';
import type { State } from './submission';

export const WEBHOOK_STATUSES = ['active', 'disabled', 'removed'] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

export const DELIVERY_STATUSES = ['written', 'started', 'deferred', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** So many messages in a row, each tried for three days, and nothing more is sent. */
export const FAILURES_THAT_DISABLE = 3;

/** What a message tells: ids and states, never content. */
export interface WebhookEvent {
  /** Null of what is told of an official document. */
  submission: string | null;
  document: string | null;
  /** One recipient's delivery of the document: in a mailbox its id there. */
  delivery: string | null;
  evidence: string;
  /** The name of the evidence. */
  event: string;
  /** The state that it led to. */
  state: ToldState;
  at: Date;
  organisation: string | null;
  office: string | null;
}

/** Of a submission, of an official document, or of one delivery of it. */
export type ToldState = State | DocumentState | DeliveryState;

/** The body, the same bytes at every attempt; its form is that of the Standard Webhooks specification. */
export function webhookBody({ at, event, ...ids }: WebhookEvent): string {
  const of = ids.submission === null ? 'official_document' : 'submission';
  const type = `${of}.${event.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()}`;
  const given = Object.entries(ids).filter(([, value]) => value !== null);
  return JSON.stringify({ type, timestamp: at.toISOString(), data: Object.fromEntries(given) });
}
