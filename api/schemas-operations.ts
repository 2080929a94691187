import { z } from 'zod';
import { instant, uuid } from './schemas';

/** What operators see: parts, queues and failures, and nothing of any document. */

const workers = z.object({
  queue: z.string(),
  workers: z.array(z.object({ identity: z.string(), seenAt: instant.nullable() })),
});

export const Health = z
  .object({
    parts: z.array(z.object({ name: z.string(), ready: z.boolean() })),
    queues: z.array(workers).nullable().describe('Null while the engine is away'),
    outbox: z.object({ depth: z.int(), undelivered: z.int(), oldest: instant.nullable() }),
    log: z.object({
      depth: z.int(),
      faults: z.int(),
      oldest: instant.nullable(),
      size: z.int(),
      sealedAt: instant.nullable(),
    }),
    engineUi: z.string().nullable().describe("Where the engine's own pages are, if it was told"),
  })
  .openapi('Health');

const failed = {
  id: uuid,
  response: z.string().nullable(),
  attempts: z.int(),
  writtenAt: instant,
  settledAt: instant,
};
const mail = z
  .object({ ...failed, sort: z.enum(['notice', 'direct']), kind: z.string() })
  .openapi('FailedMail');
const delivery = z
  .object({
    ...failed,
    webhook: uuid,
    target: z.enum(['active', 'disabled', 'removed']),
    event: z.string(),
  })
  .openapi('FailedDelivery');
export const FailedMails = z.object({ items: z.array(mail), nextCursor: z.string().optional() });
export const FailedDeliveries = z.object({ items: z.array(delivery), nextCursor: z.string().optional() });
export const Resent = z.object({ id: uuid, status: z.string() });
