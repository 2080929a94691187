import { z } from 'zod';
import { COUNTER_CHANNELS } from '../domain/channel';
import { COMMAND_KINDS } from '../domain/commands';
import { EVIDENCE_EVENTS } from '../domain/evidence';
import { SUSPENSION_REASONS } from '../usecases/move-deadline';
import { code, digest, instant, reply, text, uuid } from './schemas';

/** What the office's procedure takes and shows beyond the main road. */

const pointer = z
  .string()
  .max(500)
  .describe('RFC 6901 pointer into the answers; /title or /body of a letter');
const days = z.int().min(1).max(365);

/** For an official who writes down what a sender did at the counter. */
const CounterChannelOfAct = z
  .enum(COUNTER_CHANNELS)
  .optional()
  .describe('By which way it came, where an official takes it in');

export const Withdrawal = z.strictObject({ channel: CounterChannelOfAct });
export const Words = z.strictObject({ words: text(10_000) });
export const SupplementRequest = z
  .strictObject({
    fields: z.array(pointer).max(100).default([]),
    attachments: z.array(z.string().min(1).max(63)).max(100).default([]),
    days: days.describe("Counted as the procedure's own period"),
    words: text(10_000),
  })
  .refine((asked) => asked.fields.length + asked.attachments.length > 0, {
    message: 'Name at least one field or attachment.',
    path: ['fields'],
  })
  .openapi('SupplementRequest');
export const ResendRequest = z.strictObject({
  files: z.array(uuid).min(1).max(100),
  days,
  words: text(10_000),
});
export const Supplement = z
  .strictObject({
    channel: CounterChannelOfAct,
    answers: z.unknown().optional().openapi({ description: 'The whole document anew, as the form has it' }),
    letter: z.strictObject({ title: text(500), body: text(100_000) }).optional(),
    attachments: z
      .array(z.strictObject({ upload: uuid, name: z.string().max(63).optional() }))
      .max(100)
      .default([]),
  })
  .openapi('Supplement');
export const Suspension = z.strictObject({ reason: z.enum(SUSPENSION_REASONS), words: text(10_000) });
export const Extension = z.strictObject({
  period: z.string().max(20).describe('ISO 8601 duration in the unit of the period, at most as long: P5D'),
  words: text(10_000),
});
export const Transfer = z.strictObject({ office: code, words: text(10_000) });
export const Involvement = z.strictObject({ office: code, words: text(10_000) });
export const Correction = z.strictObject({ words: text(10_000), reply });
export const NewNote = z.strictObject({ body: text(10_000) });
export const Note = z
  .object({ id: uuid, author: z.string(), office: z.string(), body: z.string(), writtenAt: instant })
  .openapi('Note');
export const Notes = z.object({ items: z.array(Note) });

const facts = z.record(z.string(), z.union([z.string(), z.number()])).nullable();
export const Timeline = z.object({
  items: z.array(
    z.object({
      seq: z.int(),
      kind: z.enum(COMMAND_KINDS),
      at: instant,
      by: z.object({ capacity: z.string(), office: z.string().nullable(), person: z.string().optional() }),
      events: z.array(
        z.object({
          id: uuid,
          event: z.enum(Object.keys(EVIDENCE_EVENTS) as [keyof typeof EVIDENCE_EVENTS]),
          facts,
        }),
      ),
      words: z.looseObject({}).nullable(),
    }),
  ),
});
export const Versions = z.object({
  items: z.array(
    z.object({
      version: z.int(),
      at: instant,
      digest,
      differences: z.array(
        z.object({ pointer: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
      ),
      attachments: z.array(z.object({ id: uuid, name: z.string(), rule: z.string().nullable() })),
    }),
  ),
});
export const ContentQuery = z.strictObject({
  version: z.coerce.number().int().min(1).max(10_000).optional(),
});

const date = z.iso.date().regex(/^(19|20|21)/, 'A date from 1900 to 2199.');
const words = z.strictObject({ ko: text(100), en: text(100) });
export const Holiday = z
  .strictObject({ date, effect: z.enum(['declared', 'withdrawn']), name: words })
  .openapi('Holiday');
export const DeclaredHoliday = z.object({
  date,
  effect: z.enum(['declared', 'withdrawn']),
  name: words,
  office: z.string().nullable(),
  recalculation: uuid,
});
export const CalendarQuery = z.strictObject({ year: z.coerce.number().int().min(1950).max(2199) });
export const Calendar = z.object({
  office: z.string(),
  year: z.int(),
  timeZone: z.string(),
  days: z.array(z.object({ date, name: words, source: z.enum(['law', 'declared', 'withdrawn']) })),
});
