import { z } from 'zod';
import { code, instant, Upload, uuid, words } from './schemas';

export const byId = z.strictObject({ id: uuid });

/** A document that may lack whatever it likes, but says what it is to be. */
export const DraftContent = z
  .strictObject({
    form: z.strictObject({ id: code, version: z.int().min(1).max(2_147_483_647).optional() }).optional(),
    answers: z.unknown().optional().openapi({ description: 'Any JSON; need not fit the form yet' }),
    letter: z
      .strictObject({ title: z.string().max(500).default(''), body: z.string().max(100_000).default('') })
      .optional(),
    office: code.optional(),
    organisation: z.string().min(1).max(63).optional(),
    shared: z
      .boolean()
      .optional()
      .describe('With the organisation: its members see the draft, those who submit change and send it'),
    authorisation: uuid.optional().openapi({ description: 'Under which it is to be sent for another party' }),
    attachments: z
      .array(z.strictObject({ upload: uuid, name: z.string().max(63).optional() }))
      .max(100)
      .default([]),
  })
  .refine((draft) => (draft.form === undefined) !== (draft.letter === undefined), {
    message: 'A draft is either of a form or of a letter.',
    path: ['form'],
  })
  .refine((draft) => draft.form !== undefined || draft.answers === undefined, {
    message: 'Answers go with a form.',
    path: ['answers'],
  })
  .refine(
    ({ shared, organisation, authorisation }) =>
      !shared || (organisation !== undefined && authorisation === undefined),
    { message: 'Only a draft of an organisation is shared.', path: ['shared'] },
  )
  .openapi('DraftContent');

const head = z.object({
  id: uuid,
  form: z.object({ id: z.string(), version: z.int().nullable() }).nullable(),
  organisation: z.string().nullable(),
  shared: z.boolean(),
  authorisation: uuid.nullable(),
  version: z.int(),
  createdAt: instant,
  changedAt: instant,
  changedBy: z.object({ id: z.string(), name: z.string() }),
  removeAt: instant.describe('When it is removed unless it is changed before'),
});

export const Draft = head
  .extend({
    letter: z.object({ title: z.string(), body: z.string() }).nullable(),
    answers: z.unknown(),
    office: z.string().nullable(),
    attachments: z.array(Upload),
    copiedFrom: uuid.nullable(),
    leftOut: z.array(z.string()).describe('Answers that could not be copied, as JSON pointers'),
  })
  .openapi('Draft');

export const Drafts = z.object({
  items: z.array(head.extend({ formTitle: words.nullable(), title: z.string().nullable() })),
  nextCursor: z.string().optional(),
});

export const DraftProblems = z.object({
  ready: z.boolean().describe('Whether it could be sent as it is'),
  problems: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
});

export const RemovedDraft = z.object({ id: uuid });
