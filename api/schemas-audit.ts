import { z } from 'zod';
import { AUDIT_KINDS, AUDIT_OUTCOMES } from '../db/audit-run-store';
import { TRAIL_SORTS } from '../db/trail-store';
import { instant, ListQuery, PageQuery, uuid, words } from './schemas';

/** What auditors search and read beyond one submission's own routes. */

export const SearchQuery = ListQuery.extend({
  number: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .openapi({ description: "A registration number of any leg, a tracking code, or the submission's id" }),
  party: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .openapi({ description: "A person's id, an organisation's number, or the beginning of a name" }),
  from: instant.optional().openapi({ description: 'Received then or later' }),
  before: instant.optional(),
});

export const TrailQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

const proof = z.object({
  state: z.enum(['verified', 'waiting', 'differs', 'none']),
  index: z.int().nullable().describe('Its place in the log'),
  differs: z.string().nullable().describe('What differs'),
});

const entry = z
  .object({
    sort: z.enum(TRAIL_SORTS),
    id: uuid,
    at: instant,
    name: z.string().describe('The event, the command, what was refused, or how it was read'),
    sequence: z.int().nullable(),
    actor: z.string().nullable(),
    onBehalfOf: z.string().nullable(),
    capacity: z.string().nullable(),
    office: z.string().nullable(),
    status: z.string().nullable().describe('What became of a command; why something was refused'),
    words: words.nullable().describe('Of a reading'),
    evidence: uuid.nullable(),
    proof,
  })
  .openapi('TrailEntry');
export const Trail = z.object({ items: z.array(entry), nextCursor: z.string().optional() });

export const Registers = z.object({
  items: z.array(
    z.object({
      office: z.string(),
      year: z.int(),
      lastSeq: z.int(),
      entries: z.int(),
      missing: z.int(),
      misnamed: z.int(),
    }),
  ),
});

const run = z.object({
  id: uuid,
  kind: z.enum(AUDIT_KINDS),
  submissionId: uuid.nullable(),
  startedAt: instant,
  finishedAt: instant,
  outcome: z.enum(AUDIT_OUTCOMES),
  faults: z.int(),
  parts: z.array(z.object({ name: z.string(), looked: z.int(), faults: z.int() })),
});
export const AuditRuns = z.object({ items: z.array(run), nextCursor: z.string().optional() });
const finding = z
  .object({ position: z.int(), part: z.string(), place: z.string(), what: z.string() })
  .openapi('AuditFinding');
export const AuditRun = run
  .extend({ items: z.array(finding), nextCursor: z.string().optional() })
  .openapi('AuditRun');
