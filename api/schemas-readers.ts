import { z } from 'zod';
import { READER_CAPACITIES, READINGS, type Reading } from '../domain/readings';
import { instant, PageQuery, uuid, words } from './schemas';

/** Who read a submission, as its party is told. */

export const ReadersQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const Reader = z
  .object({
    at: instant,
    action: z.enum(Object.keys(READINGS) as Reading[]),
    words,
    capacity: z
      .enum(READER_CAPACITIES)
      .describe(
        '`authorised` by the party itself; `anyone` held a printed receipt and did not say who they are',
      ),
    office: z.object({ code: z.string(), name: words }).nullable(),
    name: z.string().nullable().describe("The official's, where the office lets parties know it"),
    subject: uuid.nullable().describe('The attachment or receipt that was read'),
  })
  .openapi('Reader');
export const Readers = z.object({ items: z.array(Reader), nextCursor: z.string().optional() });

export const NewReaderPolicy = z.strictObject({
  namesReaders: z.boolean().describe('Whether parties are told the names of officials who read from now on'),
});
export const ReaderPolicy = z
  .object({ office: z.string(), namesReaders: z.boolean(), since: instant.nullable() })
  .openapi('ReaderPolicy');
