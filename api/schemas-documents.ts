import { z } from 'zod';
import { retentionShape } from '../adapters/form-schemas/definition';
import { DELIVERY_STATES } from '../domain/delivery';
import { DISPOSALS } from '../domain/disposal';
import { LETTER_RETENTION } from '../domain/letter';
import { DEEPEST_LEVEL } from '../domain/number-items';
import { DOCUMENT_STATES, LINE_PARTS, OPENNESS, RECIPIENT_KINDS } from '../domain/official-document';
import { code, digest, instant, PageQuery, text, Upload, uuid, words } from './schemas';

/** What offices send on their own account, and the mailbox in which it arrives. */

const language = z.enum(['ko', 'en']);
const person = z.string().min(1).max(255);
const openness = z.enum(OPENNESS);

export const DocumentDraft = z
  .strictObject({
    language: language.default('ko'),
    title: text(500),
    via: text(200).optional().describe('Through which office or person it goes ((경유))'),
    body: z
      .array(
        z.strictObject({
          level: z
            .int()
            .min(0)
            .max(DEEPEST_LEVEL)
            .describe('0 a paragraph without a sign; 1 to 8 are 1. 가. 1) 가) (1) (가) ① ㉮'),
          text: text(20_000),
        }),
      )
      .min(1)
      .max(500),
    recipients: z
      .array(z.strictObject({ kind: z.enum([...RECIPIENT_KINDS, 'submission']), id: person }))
      .min(1)
      .max(5_000)
      .describe(
        "A person's id, an organisation's number, an office's code, or a submission's id for its party",
      ),
    openness: z
      .strictObject({
        class: openness,
        ground: z
          .int()
          .min(1)
          .max(8)
          .optional()
          .describe('The number in article 9(1) of the Official Information Disclosure Act'),
      })
      .refine((one) => (one.class === 'open') === (one.ground === undefined), {
        message: 'What is not open, or partly open, names its ground; what is open has none.',
        path: ['ground'],
      }),
    attachments: z
      .array(z.strictObject({ upload: uuid }))
      .max(20)
      .default([]),
    retention: retentionShape.default(LETTER_RETENTION).describe('How long it is kept, from its dispatch'),
  })
  .refine(
    (draft) =>
      draft.recipients.every(({ kind, id }) => kind !== 'submission' || z.uuid().safeParse(id).success),
    {
      message: 'A submission is named by its id.',
      path: ['recipients'],
    },
  )
  .openapi('DocumentDraft');

export const Proposal = z
  .strictObject({
    reviewers: z.array(person).max(10).default([]),
    cooperators: z.array(person).max(10).default([]).describe('Those whose units take part (협조)'),
    approver: person.describe('Holds the role `approver` in the office'),
  })
  .openapi('DocumentProposal');
export const SendBack = z.strictObject({ words: text(10_000) });
export const Recall = z
  .strictObject({ deliveries: z.array(uuid).min(1).max(5_000).optional().describe('These only; else all') })
  .openapi('Recall');

const state = z.enum(DOCUMENT_STATES);
const line = {
  id: uuid,
  office: z.string(),
  state,
  version: z.int(),
  language,
  openness: z.object({ class: openness, ground: z.int().nullable() }),
  drafter: z.string(),
  draftedAt: instant,
  number: z.string().nullable(),
  registeredAt: instant.nullable(),
  retention: z.object({ class: z.string(), years: z.int().optional() }),
  disposeAt: instant.nullable().describe('When its retention is over'),
  disposal: z.enum(DISPOSALS),
  holds: z.array(uuid),
  contentDestroyedAt: instant.nullable(),
};
export const DocumentsQuery = PageQuery.extend({
  state: state.optional(),
  disposal: z.enum(DISPOSALS).optional().describe('How far its disposal has come'),
});
export const OfficialDocuments = z.object({
  items: z.array(z.object({ ...line, title: z.string().nullable(), recipients: z.int() })),
  nextCursor: z.string().optional(),
});
export const OfficialDocument = z
  .object({
    ...line,
    head: z
      .object({ title: z.string(), via: z.string().nullable() })
      .nullable()
      .describe('Null, and what follows empty, when the content was destroyed'),
    body: z.array(z.object({ level: z.int(), text: z.string() })),
    recipients: z.array(z.object({ kind: z.enum(RECIPIENT_KINDS), id: z.string() })),
    names: z.record(z.string(), words).describe('What recipients are called, by kind and id: `person:…`'),
    attachments: z.array(Upload),
    line: z.array(z.object({ person: z.string(), part: z.enum(LINE_PARTS), agreed: z.boolean() })),
    acts: z.array(
      z.object({
        seq: z.int(),
        kind: z.string(),
        actor: z.string(),
        for: z.string().nullable(),
        at: instant,
        words: z.string().nullable(),
      }),
    ),
    allowed: z.array(z.string()),
    contentDigest: digest.nullable(),
  })
  .openapi('OfficialDocument');

const deliveryState = z.enum(DELIVERY_STATES);
export const DeliveriesQuery = PageQuery.extend({ state: deliveryState.optional() });
export const Deliveries = z.object({
  items: z.array(
    z.object({
      id: uuid,
      recipient: z.object({ kind: z.enum(RECIPIENT_KINDS), id: z.string() }),
      name: words.nullable().describe('What the recipient is called'),
      state: deliveryState,
      consignedAt: instant.nullable(),
      notifiedAt: instant.nullable(),
      openedAt: instant.nullable(),
      acknowledgedAt: instant.nullable(),
      neverReadAt: instant.nullable(),
      recalledAt: instant.nullable(),
      removedAt: instant.nullable(),
      incoming: z
        .object({ submission: uuid, registrationNumber: z.string().nullable(), state: z.string() })
        .nullable()
        .describe('What it became on the desk of an office'),
    }),
  ),
  counts: z.record(z.string(), z.int()).describe('How many recipients are in each state'),
  nextCursor: z.string().optional(),
});

const mail = {
  id: uuid,
  state: deliveryState,
  organisation: z.string().nullable(),
  office: z.string(),
  officeName: words,
  number: z.string(),
  title: z.string().nullable().describe('Null when the content was destroyed'),
  destroyedAt: instant.nullable().describe('When its content was destroyed, its retention being over'),
  receivedAt: instant,
  openedAt: instant.nullable(),
  acknowledgedAt: instant.nullable(),
  removedOn: instant.describe('When it leaves the mailbox'),
};
export const MailboxQuery = PageQuery.extend({ unread: z.enum(['true', 'false']).default('false') });
export const Mailbox = z.object({
  items: z.array(z.object(mail)),
  unread: z.int(),
  unreadUpTo: z.int().describe('Counting stops here: a count as high means so many or more'),
  nextCursor: z.string().optional(),
});
export const Mail = z
  .object({
    ...mail,
    document: z
      .object({
        via: z.string().nullable(),
        body: z.array(z.object({ level: z.int(), sign: z.string(), text: z.string() })),
        attachments: z.array(Upload),
        attachmentsSalt: digest
          .nullable()
          .describe('Opens what the receipt of the consignment names of the attachments (docs/evidence.md)'),
        contentDigest: digest.nullable(),
      })
      .nullable()
      .describe('Null until it is opened, and when its content was destroyed'),
  })
  .openapi('Mail');
export const MailReply = z
  .strictObject({
    letter: z.strictObject({ title: text(500), body: text(100_000) }),
    attachments: z
      .array(z.strictObject({ upload: uuid }))
      .max(20)
      .default([]),
  })
  .openapi('MailReply');

export const byOffice = z.strictObject({ code });
export const byId = z.strictObject({ id: uuid });
export const byFile = byId.extend({ file: uuid });
export const byReceipt = byId.extend({ evidence: uuid });
