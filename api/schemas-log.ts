import { z } from 'zod';
import { digest, instant, PageQuery, ReceiptDocument } from './schemas';

const count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const size = count.min(1);

const hash = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/)
  .describe('SHA-256, base64');

export const CheckpointsQuery = PageQuery;
export const LeavesQuery = z.strictObject({
  start: count.default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const InclusionQuery = z.strictObject({
  leaf: z.string().regex(/^[a-z]{1,20}:[A-Za-z0-9_-]{43}$/),
  size: size.optional(),
});
export const ConsistencyQuery = z.strictObject({ from: count, to: count });

export const Checkpoint = z
  .object({
    size: z.int(),
    root: hash,
    signedAt: instant,
    note: z
      .string()
      .describe('C2SP signed note: checkpoint, signature of the log, cosignatures of witnesses'),
    timestamp: z.base64().nullable().describe("RFC 3161 token over the SHA-256 of the note's body"),
  })
  .openapi('Checkpoint');
export const Checkpoints = z.object({ items: z.array(Checkpoint), nextCursor: z.string().optional() });

export const Leaves = z.object({
  size: z.int().describe('Leaves that the newest checkpoint counts'),
  items: z.array(z.object({ index: z.int(), leaf: z.string() })),
});
export const Inclusion = z.object({
  leaf: z.string(),
  index: z.int(),
  size: z.int(),
  path: z.array(hash).describe('RFC 9162 §2.1.3'),
});
export const Consistency = z.object({
  from: z.int(),
  to: z.int(),
  proof: z.array(hash).describe('RFC 9162 §2.1.4'),
});

export const Cosignature = z.strictObject({
  cosignature: z
    .string()
    .max(1_000)
    .describe('One signature line of C2SP tlog-cosignature, with its line feed'),
});
export const KeptCosignature = z.object({ size: z.int(), witness: z.string(), cosignedAt: instant });

export const NotSealed = z.object({ status: z.literal('not_sealed') });

export const Proof = z
  .object({
    format: z.literal('gongmun-proof/1'),
    proof: z.object({
      kind: z.string(),
      digest,
      index: z.int(),
      size: z.int(),
      path: z.array(hash),
      checkpoint: z.string(),
      timestamp: z.base64().optional(),
    }),
    jws: z.string(),
  })
  .openapi('Proof');

export const ReceiptBundle = z
  .object({
    format: z.literal('gongmun-receipt-bundle/1'),
    receipt: ReceiptDocument,
    proof: Proof,
    keys: z.array(z.looseObject({ kid: z.string(), purpose: z.string() })),
    content: z
      .object({ parts: z.array(z.object({ part: z.string(), sha256: digest })), salt: digest })
      .optional(),
  })
  .openapi('ReceiptBundle');
