import { z } from 'zod';
import { LINK_KINDS } from '../db/link-store';
import { COUNTER_CHANNELS } from '../domain/channel';
import { SILENCES } from '../domain/commands';
import { Acted, code, instant, text, uuid } from './schemas';

/** What comes over the counter, how submissions belong together, and whom an office tells of silence. */

export const Intake = z
  .strictObject({
    channel: z.enum(COUNTER_CHANNELS),
    receivedAt: z.iso
      .datetime({ offset: true })
      .describe('When it reached the office: the legal receipt. Not in the future, at most 5 years ago'),
    sender: z.strictObject({
      name: text(200),
      address: text(500).optional(),
      email: z.email().max(254).optional().describe('Notices go there; without it nobody is told by mail'),
      organisation: text(200).optional(),
      language: z.enum(['ko', 'en']).default('ko').describe('That notices are written in'),
    }),
    form: z.strictObject({ id: code, version: z.int().min(1).max(2_147_483_647).optional() }).optional(),
    answers: z.unknown().optional().openapi({ description: 'May be left out: then the scan is the form' }),
    letter: z.strictObject({ title: text(500), body: text(100_000).optional() }).optional(),
    attachments: z
      .array(
        z.strictObject({
          upload: uuid,
          name: z.string().max(63).optional().describe('`scan` unless it is one that the form names'),
        }),
      )
      .max(100)
      .default([]),
    note: text(10_000).optional().describe('For colleagues; kept with the notes'),
  })
  .refine((sent) => (sent.form === undefined) !== (sent.letter === undefined), {
    message: 'It is either a form or a letter.',
    path: ['form'],
  })
  .refine((sent) => sent.form !== undefined || sent.answers === undefined, {
    message: 'Answers go with a form.',
    path: ['answers'],
  })
  .refine((sent) => sent.channel === 'in_person' || sent.attachments.length > 0, {
    message: 'What came on paper or by fax is attached as a scan.',
    path: ['attachments'],
  })
  .refine(
    (sent) => sent.attachments.length > 0 || sent.answers !== undefined || sent.letter?.body !== undefined,
    { message: 'Attach a scan, or write down what was said.', path: ['attachments'] },
  )
  .openapi('Intake');

export const Link = z
  .object({
    id: uuid,
    submission: uuid,
    other: uuid,
    kind: z.enum(LINK_KINDS),
    reasons: z
      .array(z.enum(['sender', 'attachment', 'title']))
      .describe('What is alike, of a suspected duplicate'),
    by: z.string().describe("A person's id, or `system`"),
    at: instant,
  })
  .openapi('Link');
export const Links = z.object({ items: z.array(Link) });
export const NewLink = z.strictObject({ other: uuid, kind: z.enum(['duplicate_of', 'related']) });
export const TakenIn = Acted.extend({
  links: z.array(Link).describe('What it may be a second copy of'),
}).openapi('TakenIn');

const MOST_STEPS = 9;
const Steps = z
  .array(
    z.strictObject({
      afterHours: z.int().min(1).max(2_000).describe('Working hours since the silence began'),
      tell: z.enum(['handler', 'office_admin', 'parent']),
    }),
  )
  .min(1)
  .max(MOST_STEPS)
  .refine(
    (steps) => steps.every((step, at) => at === 0 || step.afterHours > Number(steps[at - 1]?.afterHours)),
    {
      message: 'Each step comes later than the one before.',
    },
  );
export const NewLadder = z
  .strictObject({
    never_opened: Steps.optional(),
    never_assigned: Steps.optional(),
    still_overdue: Steps.optional(),
    never_read: Steps.optional(),
  })
  .openapi('NewLadder');
export const OfficeLadder = z
  .object({
    office: z.string(),
    ladder: z.record(z.enum(SILENCES), z.array(z.object({ afterHours: z.int(), tell: z.string() }))),
    own: z.array(z.enum(SILENCES)).describe("The silences for which they are the office's own"),
  })
  .openapi('OfficeLadder');
