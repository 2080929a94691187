import { z } from 'zod';
import { attachmentTypes } from '../../domain/attachment-types';
import { pointerTokens } from '../../domain/json-pointer';

const words = z.strictObject({
  ko: z.string().trim().min(1).max(4_000),
  en: z.string().trim().min(1).max(4_000),
});
const code = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'This must be lower-case letters, digits and hyphens.');
const offices = z
  .array(code)
  .min(1)
  .max(500)
  .refine((list) => new Set(list).size === list.length, 'An office is named twice.');
const pointer = z
  .string()
  .refine(
    (text) => (pointerTokens(text)?.length ?? 0) > 0,
    'This is not an RFC 6901 pointer into the answers.',
  );
const jsonObject = z.record(z.string(), z.unknown());

const routing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), office: code }),
  z.strictObject({
    kind: z.literal('by_field'),
    pointer,
    offices: z
      .record(z.string(), code)
      .refine((map) => Object.keys(map).length > 0, 'No value leads to an office.'),
    otherwise: code.optional(),
  }),
  z.strictObject({ kind: z.literal('chosen'), offices }),
]);

const attachment = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/, 'This must be lower-case letters, digits and underscores.'),
  title: words,
  required: z.boolean(),
  maxCount: z.int().min(1).max(100),
  maxBytes: z.int().min(1).max(1_073_741_824),
  types: z.array(z.enum(attachmentTypes)).min(1),
});

const uiSchema = z.looseObject({
  sections: z.array(z.looseObject({ title: words, fields: z.array(z.string()).min(1) })).optional(),
  fields: z
    .record(
      z.string(),
      z.looseObject({
        widget: z.string().optional(),
        help: words.optional(),
        placeholder: z.string().optional(),
      }),
    )
    .optional(),
});

export const retentionShape = z
  .strictObject({
    class: z.enum(['permanent', 'semi_permanent', 'years']),
    years: z.int().min(1).max(100).optional(),
  })
  .refine((kept) => (kept.class === 'years') === (kept.years !== undefined), {
    message: 'A number of years goes with the class `years`, and only with it.',
    path: ['years'],
  });

/** The shape of a form definition; what its schema means is checked elsewhere. */
export const definitionShape = z.strictObject({
  id: code,
  office: code,
  title: words,
  description: words,
  legalBasis: words,
  schema: jsonObject,
  uiSchema,
  period: z.strictObject({ duration: z.string(), rule: z.enum(['kr', 'calendar']) }),
  retention: retentionShape,
  routing,
  attachments: z
    .array(attachment)
    .max(50)
    .refine(
      (rules) => new Set(rules.map(({ name }) => name)).size === rules.length,
      'Two attachments have the same name.',
    ),
  searchable: z
    .array(pointer)
    .max(20)
    .refine((list) => new Set(list).size === list.length, 'A place is named twice.')
    .optional(),
  example: z.unknown().optional(),
});
