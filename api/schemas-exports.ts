import { z } from 'zod';
import { instant, uuid } from './schemas';

/** What a party takes along of all that it sent and received. */

export const NewExport = z.strictObject({
  organisation: z.string().min(1).max(63).optional().describe("Its documents instead of the person's own"),
  language: z.enum(['ko', 'en']).default('ko').describe('Of the printed receipts'),
});
export const Export = z
  .object({
    id: uuid,
    organisation: z.string().nullable(),
    state: z.enum(['packing', 'ready', 'removed']),
    requestedAt: instant,
    readyAt: instant.nullable(),
    removeAt: instant.nullable().describe('Until when it can be fetched'),
    submissions: z.int(),
    drafts: z.int(),
    packed: z.int().describe('Of both'),
  })
  .openapi('Export');
export const Exports = z.object({ items: z.array(Export), nextCursor: z.string().optional() });
