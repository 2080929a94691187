import type { State } from './submission';

export const WEBHOOK_STATUSES = ['active', 'disabled', 'removed'] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

export const DELIVERY_STATUSES = ['written', 'started', 'deferred', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** So many messages in a row, each tried for three days, and nothing more is sent. */
export const FAILURES_THAT_DISABLE = 3;

/** What a message tells: ids and states, never content. */
export interface WebhookEvent {
  submission: string;
  evidence: string;
  /** The name of the evidence. */
  event: string;
  /** The state that it led to. */
  state: State;
  at: Date;
  organisation: string | null;
  office: string | null;
}

/** The body, the same bytes at every attempt; its form is that of the Standard Webhooks specification. */
export function webhookBody({ at, event, ...ids }: WebhookEvent): string {
  const type = `submission.${event.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()}`;
  const given = Object.entries(ids).filter(([, value]) => value !== null);
  return JSON.stringify({ type, timestamp: at.toISOString(), data: Object.fromEntries(given) });
}
