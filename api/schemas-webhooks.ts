import { z } from 'zod';
import { EVIDENCE_EVENTS, type EvidenceEvent } from '../domain/evidence';
import { STATES } from '../domain/submission';
import { DELIVERY_STATUSES, WEBHOOK_STATUSES } from '../domain/webhook';
import { code, instant, uuid } from './schemas';
import { registrationNumber } from './schemas-organisations';

export const NewWebhook = z
  .strictObject({
    organisation: registrationNumber.optional(),
    office: code.optional(),
    url: z.string().min(1).max(2_000).openapi({ description: 'An https address on the public internet' }),
  })
  .refine((sent) => (sent.organisation === undefined) !== (sent.office === undefined), {
    message: 'Either of an organisation or of an office.',
    path: ['organisation'],
  })
  .openapi('NewWebhook');

export const Webhook = z
  .object({
    id: uuid,
    organisation: z.string().nullable(),
    office: z.string().nullable(),
    url: z.string(),
    status: z.enum(WEBHOOK_STATUSES),
    failures: z.int().min(0).openapi({ description: 'Messages in a row that failed for three days' }),
    createdBy: z.string(),
    createdAt: instant,
  })
  .openapi('Webhook');
export const RegisteredWebhook = Webhook.extend({
  secret: z
    .string()
    .regex(/^whsec_/)
    .openapi({ description: 'Checks the signatures (Standard Webhooks); shown here alone' }),
});
export const Webhooks = z.object({ items: z.array(Webhook) });
export const RemovedWebhook = z.object({ id: uuid });

export const Delivery = z
  .object({
    id: uuid,
    resendOf: uuid.nullable(),
    submission: uuid,
    evidence: uuid,
    event: z.enum(Object.keys(EVIDENCE_EVENTS) as [EvidenceEvent, ...EvidenceEvent[]]),
    state: z.enum(STATES),
    status: z.enum(DELIVERY_STATUSES),
    attempts: z.int().min(0),
    response: z.string().nullable(),
    at: instant,
    writtenAt: instant,
    settledAt: instant.nullable(),
  })
  .openapi('WebhookDelivery');
export const Deliveries = z.object({ items: z.array(Delivery), nextCursor: z.string().optional() });
