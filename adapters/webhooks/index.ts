export { createWebhookSender, type WebhookSender } from './sender';
export type { Lookup } from './target';
