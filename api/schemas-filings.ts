import { z } from 'zod';
import { STATES } from '../domain/submission';
import { Content, code, instant, PageQuery, text, Upload, uuid } from './schemas';

/** What an office's own records system asks and is answered. */

/** Each line carries its whole document, so a page is shorter than elsewhere. */
export const FilingsQuery = PageQuery.extend({
  state: z.enum(['waiting', 'confirmed']).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

const Filing = z
  .object({
    id: uuid,
    cursor: z.string().openapi({ description: 'Where the list goes on after this one' }),
    submission: uuid,
    leg: z.int(),
    office: code,
    registrationNumber: z.string(),
    continuedAs: z
      .string()
      .nullable()
      .openapi({ description: 'The number at the office that it was transferred to' }),
    state: z.enum([...STATES, 'transferred']),
    kind: z.enum(['form', 'letter']),
    form: z.object({ id: z.string(), version: z.int() }).nullable(),
    organisation: z.string().nullable(),
    receivedAt: instant,
    registeredAt: instant,
    dueAt: instant.nullable(),
    number: z.string().nullable().openapi({ description: "The office's own number, once confirmed" }),
    confirmedAt: instant.nullable(),
    content: Content.extend({ attachments: z.array(Upload.extend({ url: z.string() })) })
      .nullable()
      .openapi({ description: 'The newest version; null when it is with another office now, or destroyed' }),
  })
  .openapi('Filing');
export const Filings = z.object({ items: z.array(Filing), nextCursor: z.string().optional() });

const ownNumber = text(100).refine((value) => /^\P{Cc}+$/u.test(value), 'One line.');
export const NewConfirmation = z.strictObject({ number: ownNumber }).openapi('NewConfirmation');
export const Confirmation = z
  .object({
    filing: uuid,
    submission: uuid,
    registrationNumber: z.string(),
    number: z.string(),
    confirmedAt: instant,
  })
  .openapi('Confirmation');
