import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { CHANNELS } from '../domain/channel';
import { COMMAND_KINDS, OUTCOMES } from '../domain/commands';
import { DISPOSALS } from '../domain/disposal';
import { EVIDENCE_EVENTS } from '../domain/evidence';
import { STATES } from '../domain/submission';
import { RETURN_REASONS } from '../usecases/return-submission';

extendZodWithOpenApi(z);

/** What requests and answers look like: the same schemas validate and document (design §7). */

export const instant = z.iso.datetime();
export const digest = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .describe('SHA-256, base64url');
export const code = z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/);
export const uuid = z.uuid();
export const words = z.object({ ko: z.string(), en: z.string() });
export const text = (max: number) => z.string().trim().min(1).max(max);

export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string(),
    faults: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem');

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
});

const search = z.string().trim().min(1).max(100).optional();
export const OfficesQuery = PageQuery.extend({ text: search, parent: code.optional() });
export const FormsQuery = PageQuery.extend({ text: search });
export const ListQuery = PageQuery.extend({
  state: z.enum(STATES).optional(),
  form: code.optional(),
  handler: z.string().max(255).optional(),
  number: z.string().max(100).optional(),
});
export const OwnListQuery = ListQuery.extend({
  authorisation: z.uuid().optional().openapi({ description: 'What the party sent that has given it to me' }),
});
export const RegisterQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
});
export const HistoryQuery = z.strictObject({ form: z.enum(['readable', 'raw']).default('readable') });
export const LanguageQuery = z.strictObject({ language: z.enum(['ko', 'en']).default('ko') });

const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

export const Office = z
  .object({
    code,
    parent: z.string().nullable(),
    name: words,
    timeZone: z.string(),
    country: z.string(),
    acceptsLetters: z.boolean(),
    active: z.boolean(),
  })
  .openapi('Office');
export const Offices = page(Office);

export const Forms = page(
  z.object({ id: z.string(), version: z.int(), office: z.string(), title: words, description: words }),
);
export const Form = z
  .object({
    form: z.string(),
    version: z.int(),
    definition: z.looseObject({ id: z.string(), title: words }),
    digest,
    publishedAt: instant,
    inForce: z.boolean(),
    openFor: z
      .array(z.string())
      .nullable()
      .describe('The offices that take it, while not every one does; null is all'),
  })
  .openapi('Form');
export const FormVersions = z.object({
  items: z.array(z.object({ version: z.int(), digest, publishedAt: instant })),
});
export const FormPublication = z.looseObject({ id: z.string().max(63) }).openapi('FormDefinition');
export const FormCheck = z.object({
  ready: z.boolean().describe('Whether it could be published as it is'),
  problems: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
});
const offices = z
  .array(code)
  .min(1)
  .max(500)
  .refine((codes) => new Set(codes).size === codes.length, 'Each office once.')
  .openapi({ uniqueItems: true });
export const FormOpening = z
  .strictObject({ offices: offices.nullable().describe('Null opens it everywhere') })
  .openapi('FormOpening');
export const PublicationQuery = z.strictObject({
  openFor: z
    .string()
    .max(8_000)
    .refine((codes) => offices.safeParse(codes.split(',')).success, '1 to 500 offices, each once.')
    .optional()
    .openapi({ description: "Offices' codes, separated by commas, that alone take the form from now on" }),
});
export const PublishedForm = z.object({ form: z.string(), version: z.int(), digest });

export const Upload = z
  .object({
    id: uuid,
    name: z.string(),
    rule: z.string().nullable(),
    mediaType: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    scan: z.enum(['clean', 'infected', 'not_scanned', 'pending']),
  })
  .openapi('File');

export const NewPartialUpload = z.strictObject({
  name: z.string().min(1).max(1_000),
  bytes: z.int().min(1).max(2_147_483_647).openapi({ description: 'How long the whole file is' }),
});
export const PartialUpload = z
  .object({
    id: uuid,
    bytes: z.int(),
    offset: z.int().openapi({ description: 'Where the next part begins; as `Upload-Offset` too' }),
    expiresAt: instant.openapi({ description: 'Until when it waits for the next part' }),
    file: z.union([Upload, z.null()]).openapi({ description: 'The upload that it became, once it is whole' }),
  })
  .openapi('PartialUpload');

export const NewSubmission = z
  .strictObject({
    form: z.strictObject({ id: code, version: z.int().min(1).max(2_147_483_647).optional() }).optional(),
    answers: z.unknown().optional().openapi({ description: 'Any JSON that fits the schema of the form' }),
    letter: z.strictObject({ title: text(500), body: text(100_000) }).optional(),
    office: code.optional(),
    organisation: z.string().min(1).max(63).optional(),
    authorisation: uuid.optional().openapi({ description: 'Under which it is sent for another party' }),
    attachments: z
      .array(z.strictObject({ upload: uuid, name: z.string().max(63).optional() }))
      .max(100)
      .default([]),
  })
  .refine((sent) => (sent.form === undefined) !== (sent.letter === undefined), {
    message: 'Send either a form with answers or a letter.',
    path: ['form'],
  })
  .refine((sent) => (sent.form === undefined) === (sent.answers === undefined), {
    message: 'Answers go with a form, and a form with answers.',
    path: ['answers'],
  })
  .openapi('NewSubmission');

export const Submission = z
  .object({
    id: uuid,
    kind: z.enum(['form', 'letter']),
    form: z.object({ id: z.string(), version: z.int() }).nullable(),
    channel: z.enum(CHANNELS),
    organisation: z.string().nullable(),
    office: z.string().nullable(),
    state: z.enum(STATES),
    version: z.int(),
    pending: z.array(z.object({ seq: z.int(), kind: z.enum(COMMAND_KINDS) })),
    allowed: z.array(z.enum(COMMAND_KINDS)),
    registrationNumber: z.string().nullable(),
    filedAs: z.string().nullable(),
    handler: z.string().nullable(),
    outcome: z.enum(OUTCOMES).nullable(),
    replyRead: z.boolean(),
    receivedAt: instant,
    registeredAt: instant.nullable(),
    dueAt: instant.nullable(),
    supplementDueAt: instant.nullable(),
    clock: z.enum(['none', 'running', 'approaching', 'passed', 'stopped']),
    leg: z.int(),
    transferWithinBy: instant.nullable(),
    transferBetweenBy: instant.nullable(),
    involved: z.array(z.string()),
    approvals: z.int(),
    decidedAt: instant.nullable(),
    closedAt: instant.nullable(),
    disposeAt: instant.nullable().describe('When its retention is over'),
    disposal: z.enum(DISPOSALS),
    holds: z.array(z.string()),
    trackingCode: z.string().optional(),
    surveyAnswered: z.boolean().optional().openapi({
      description: 'To its party, once it is over: whether the question at the end was answered',
    }),
  })
  .openapi('Submission');

const SubmissionLine = Submission.omit({
  pending: true,
  allowed: true,
  trackingCode: true,
  surveyAnswered: true,
})
  .extend({ formTitle: words.nullable() })
  .openapi('SubmissionLine');
export const Submissions = page(SubmissionLine);

export const Command = z
  .object({
    submission: uuid,
    seq: z.int(),
    kind: z.enum(COMMAND_KINDS),
    status: z.enum(['accepted', 'applied', 'overtaken']),
    acceptedAt: instant,
    appliedAt: instant.nullable(),
    evidence: z.string().nullable(),
  })
  .openapi('Command');

export const Acted = z
  .object({
    command: Command,
    submission: Submission,
    receipt: z.object({ id: uuid, event: z.string(), digest, jws: z.string() }).nullable(),
  })
  .openapi('Acted');

export const Content = z.object({
  version: z.int(),
  letter: z.object({ title: z.string(), body: z.string() }).nullable(),
  answers: z.unknown(),
  attachments: z.array(Upload),
  sender: z
    .object({
      name: z.string(),
      email: z.string().nullable(),
      address: z.string().nullable(),
      organisation: z.string().nullable(),
    })
    .nullable()
    .describe('Who sent what came over the counter; null of what came online'),
  salt: z.string(),
  digest,
});

const event = z.enum(Object.keys(EVIDENCE_EVENTS) as [keyof typeof EVIDENCE_EVENTS]);

const evidence = z.looseObject({
  v: z.literal(1),
  id: uuid,
  event,
  at: instant,
  issuer: z.string(),
  submission: uuid,
  sequence: z.int(),
});

export const Receipt = z
  .object({
    evidence,
    event: z.object({ etsi: z.string().nullable(), words }),
    digest,
    jws: z.string(),
  })
  .openapi('Receipt');
export const ReceiptDocument = z
  .object({ format: z.literal('gongmun-receipt/1'), evidence, digest, jws: z.string() })
  .openapi('ReceiptDocument');
export const Receipts = z.object({ items: z.array(Receipt) });

export const EvidenceCheck = z.object({
  known: z.literal(true),
  event,
  words,
  at: instant,
  number: z.string().nullable(),
  jws: z.string(),
});

export const Tracked = z
  .strictObject({
    state: z.enum(STATES),
    office: words.nullable(),
    receivedAt: instant,
    registeredAt: instant.nullable(),
    dueAt: instant.nullable(),
    decidedAt: instant.nullable(),
    closedAt: instant.nullable(),
  })
  .openapi('Tracked');

export const CheckedFile = z
  .strictObject({
    verdict: z.enum(['genuine', 'not_genuine', 'cannot_tell']),
    kind: z.enum([
      'receipt',
      'proof',
      'receipt-bundle',
      'pdf',
      'bundle',
      'record',
      'mail',
      'export',
      'unknown',
    ]),
    proved: z.array(z.string()),
    faults: z.array(z.string()),
  })
  .openapi('CheckedFile');

export const reply = z.strictObject({ title: text(500), body: text(100_000) });
export const NoWords = z.strictObject({});
export const Assignment = z.strictObject({ handler: z.string().min(1).max(255) });
export const Return = z.strictObject({ reason: z.enum(RETURN_REASONS), words: text(10_000) });
export const Decision = z
  .strictObject({
    outcome: z.enum(OUTCOMES),
    reasons: text(50_000).optional(),
    remedy: text(10_000).optional(),
    reply,
    line: z
      .array(z.string().min(1).max(255))
      .max(10)
      .optional()
      .describe('Who must agree, in order, before the decision stands; the last one is an approver'),
  })
  .refine((decision) => decision.outcome !== 'refused' || decision.reasons !== undefined, {
    message: 'A refusal carries its reasons.',
    path: ['reasons'],
  })
  .refine((decision) => decision.outcome !== 'refused' || decision.remedy !== undefined, {
    message: 'A refusal says how it can be contested.',
    path: ['remedy'],
  })
  .openapi('Decision');

export const DecisionMade = z.object({
  outcome: z.enum(OUTCOMES),
  decidedAt: instant,
  reasons: z.string().nullable(),
  remedy: z.string().nullable(),
  reply: z.object({ title: z.string(), body: z.string() }),
  salt: z.string(),
  evidence: z.string().nullable(),
  corrections: z.array(
    z.object({
      at: instant,
      words: z.string(),
      reply: z.object({ title: z.string(), body: z.string() }),
      evidence: z.string().nullable(),
    }),
  ),
});

const rowOfCommand = z.object({
  id: uuid,
  submissionId: uuid,
  seq: z.int(),
  kind: z.enum(COMMAND_KINDS),
  actor: z.string(),
  capacity: z.string(),
  office: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  status: z.enum(['accepted', 'applied', 'overtaken']),
  acceptedAt: instant,
  appliedAt: instant.nullable(),
  result: z.object({ step: z.string(), seq: z.int(), evidenceId: uuid, digest }).nullable(),
});
export const CommandTrail = z.object({
  commands: z.array(rowOfCommand),
  refusals: z.array(
    z.object({
      id: uuid,
      at: instant,
      submissionId: uuid.nullable(),
      kind: z.string(),
      actor: z.string(),
      onBehalfOf: z.string().nullable(),
      code: z.string(),
      state: z.string().nullable(),
      requestId: z.string(),
    }),
  ),
});
export const AccessesQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const Accesses = page(
  z.object({
    id: uuid,
    at: instant,
    actor: z.string(),
    onBehalfOf: z.string().nullable(),
    capacity: z.string(),
    office: z.string().nullable(),
    action: z.string(),
    submissionId: uuid.nullable(),
    requestId: z.string(),
  }),
);
export const Notices = z.object({
  items: z.array(
    z.object({
      id: uuid,
      kind: z.string(),
      status: z.enum(['written', 'started', 'deferred', 'sent', 'refused', 'unaddressed', 'unwanted']),
      attempts: z.int(),
      writtenAt: instant,
      settledAt: instant.nullable(),
      response: z.string().nullable(),
    }),
  ),
});
export const Procedure = z.object({
  workflow: z
    .object({
      step: z.string(),
      state: z.enum(STATES).nullable(),
      lastAppliedSeq: z.int(),
      waitsFor: z.string().nullable(),
      nextTimer: instant.nullable(),
      build: z.string(),
    })
    .nullable(),
  rows: z.object({ state: z.enum(STATES), lastAppliedSeq: z.int(), lastSeq: z.int() }),
  differences: z.array(z.string()),
});
export const History = z
  .object({
    runs: z.array(
      z.object({
        run: z.string(),
        type: z.string(),
        status: z.string(),
        startedAt: instant,
        endedAt: instant.nullable(),
        complete: z.boolean(),
        lines: z
          .array(
            z.object({
              id: z.int(),
              at: z.string().nullable(),
              event: z.string(),
              summary: z.string().nullable(),
              build: z.string().nullable(),
              meaning: z.string(),
              done: z.array(
                z.object({ step: z.string(), seq: z.int(), evidenceId: z.string(), digest: z.string() }),
              ),
            }),
          )
          .optional(),
        events: z.array(z.looseObject({})).optional(),
      }),
    ),
    omitted: z.int().describe('Runs beside these; those of the procedure and the newest are shown first'),
  })
  .openapi('History');
const difference = z.object({
  code: z.string(),
  detail: z.string(),
  run: z.string().nullable(),
  event: z.int().nullable(),
  build: z.string().nullable(),
  evidence: z.string().nullable(),
});
export const HistoryCheck = z
  .object({
    sound: z.boolean(),
    runs: z.array(z.object({ run: z.string(), type: z.string(), status: z.string(), events: z.int() })),
    evidences: z.int(),
    steps: z.int(),
    differences: z.array(difference),
    remarks: z.array(difference),
  })
  .openapi('HistoryCheck');
const registerEntry = z
  .object({
    submissionId: uuid,
    leg: z.int(),
    office: z.string(),
    year: z.int(),
    seq: z.int(),
    number: z.string(),
    form: z.string().nullable(),
    retention: z.looseObject({ class: z.string() }),
    receivedAt: instant,
    registeredAt: instant,
    continuedAs: z.string().nullable(),
  })
  .openapi('RegisterEntry');
export const Register = z.object({
  entries: z.array(registerEntry),
  gaps: z.array(z.int()),
  lastSeq: z.int(),
});
export const Me = z.object({
  person: z.string(),
  name: z.string(),
  language: z.enum(['ko', 'en']),
  memberships: z.array(
    z.object({ office: z.string(), roles: z.array(z.string()), for: z.string().optional() }),
  ),
  organisations: z.array(z.string()),
  sendsFor: z.array(z.string()),
  mandates: z.array(
    z.object({
      id: uuid,
      person: z.string().nullable(),
      name: z.string().nullable().openapi({ description: 'Of the person' }),
      organisation: z.string().nullable(),
      form: z.string().nullable(),
    }),
  ),
  grants: z.array(z.string()),
});
