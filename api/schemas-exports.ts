import { z } from 'zod';
import { instant, uuid } from './schemas';

/** What a party takes along of all that it sent and received. */

export const NewExport = z.strictObject({
  organisation: z.string().min(1).max(63).optional().describe("Its documents instead of the person's own"),
  language: z.enum(['ko', 'en']).default('ko').describe('Of the printed receipts'),
});
export const PartQuery = z.strictObject({
  part: z.coerce.number().int().min(1).max(2_147_483_647).default(1).describe('Which of its zips'),
});
export const Export = z
  .object({
    id: uuid,
    organisation: z.string().nullable(),
    state: z.enum(['packing', 'ready', 'removed']),
    requestedAt: instant,
    readyAt: instant.nullable(),
    removeAt: instant.nullable().describe('Until when it can be fetched'),
    parts: z.int().nullable().describe('How many zips it is; null while it is being packed'),
    submissions: z.int(),
    mail: z.int().describe('Documents of the mailbox'),
    drafts: z.int(),
    packed: z.int().describe('Of all of them'),
  })
  .openapi('Export');
export const Exports = z.object({ items: z.array(Export), nextCursor: z.string().optional() });
