import { Readable } from 'node:stream';
import { z } from 'zod';
import { route } from '../route';
import { LanguageQuery, uuid } from '../schemas';
import * as schema from '../schemas-log';
import { NOT_SEALED, sealed, zipReply } from '../sealed-reply';

const tag = 'Log';
const bySize = z.strictObject({ size: schema.size });
const byReceipt = z.strictObject({ id: uuid, evidence: uuid });

export const logRoutes = [
  route({
    method: 'get',
    path: '/v1/log/checkpoint',
    operation: 'readLatestCheckpoint',
    summary: 'The newest checkpoint, as a signed note (C2SP tlog-checkpoint)',
    tag,
    permission: 'public',
    subject: 'everybody',
    class: 'read',
    answers: { 200: { description: 'The note', schema: z.string(), mediaType: 'text/plain' } },
    refuses: [404],
    handle: async ({ useCases }) => ({
      status: 200,
      stream: { source: Readable.from([await useCases.readLatestNote()]), mediaType: 'text/plain' },
    }),
  }),
  route({
    method: 'get',
    path: '/v1/log/checkpoints',
    operation: 'listCheckpoints',
    summary: 'Every checkpoint, the newest first',
    tag,
    permission: 'public',
    subject: 'everybody',
    class: 'read',
    query: schema.CheckpointsQuery,
    answers: { 200: { description: 'A page of checkpoints', schema: schema.Checkpoints } },
    handle: async ({ useCases, query }) => ({ status: 200, body: await useCases.readCheckpoints(query) }),
  }),
  route({
    method: 'get',
    path: '/v1/log/checkpoints/:size',
    operation: 'readCheckpoint',
    summary: 'One checkpoint, with the cosignatures and the time stamp that came since',
    tag,
    permission: 'public',
    subject: 'everybody',
    class: 'read',
    params: bySize,
    answers: { 200: { description: 'The checkpoint', schema: schema.Checkpoint } },
    refuses: [404],
    handle: async ({ useCases, params }) => ({
      status: 200,
      body: await useCases.readCheckpoint(params.size),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/log/checkpoints/:size/cosignatures',
    operation: 'keepCosignature',
    summary: "A witness's cosignature under a checkpoint; of witnesses that this log names",
    tag,
    permission: 'public',
    subject: 'everybody',
    class: 'keep',
    params: bySize,
    body: schema.Cosignature,
    answers: { 200: { description: 'Kept', schema: schema.KeptCosignature } },
    refuses: [404],
    handle: async ({ useCases, params, body }) => ({
      status: 200,
      body: await useCases.keepCosignature({ ...params, ...body }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/log/leaves',
    operation: 'listLeaves',
    summary: 'The log itself, as far as the newest checkpoint counts',
    tag,
    permission: 'public',
    subject: 'everybody',
    class: 'read',
    query: schema.LeavesQuery,
    answers: { 200: { description: 'Leaves from `start` on', schema: schema.Leaves } },
    refuses: [404],
    handle: async ({ useCases, query }) => ({ status: 200, body: await useCases.readLeaves(query) }),
  }),
  route({
    method: 'get',
    path: '/v1/log/inclusion',
    operation: 'proveInclusion',
    summary: 'That a leaf is in the tree of some size, by default that of the newest checkpoint',
    tag,
    permission: 'public',
    subject: 'everybody',
    class: 'read',
    query: schema.InclusionQuery,
    answers: { 200: { description: 'The path to the root', schema: schema.Inclusion } },
    refuses: [404],
    handle: async ({ useCases, query }) => ({ status: 200, body: await useCases.proveInclusion(query) }),
  }),
  route({
    method: 'get',
    path: '/v1/log/consistency',
    operation: 'proveConsistency',
    summary: 'That the tree of one size continues that of another',
    tag,
    permission: 'public',
    subject: 'everybody',
    class: 'read',
    query: schema.ConsistencyQuery,
    answers: { 200: { description: 'The proof', schema: schema.Consistency } },
    refuses: [404],
    handle: async ({ useCases, query }) => ({ status: 200, body: await useCases.proveConsistency(query) }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/receipts/:evidence/proof',
    operation: 'readProof',
    summary: 'That a receipt is in the log: made once, the same bytes for ever',
    tag,
    permission: 'read_receipts',
    subject: 'submission',
    class: 'read',
    params: byReceipt,
    answers: { 200: { description: 'gongmun-proof/1', schema: schema.Proof }, 202: NOT_SEALED },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) =>
      sealed(
        await useCases.readProof(actor, {
          submissionId: params.id,
          evidenceId: params.evidence,
          requestId,
        }),
      ),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/receipts/:evidence/bundle',
    operation: 'readReceiptBundle',
    summary: 'A receipt with all that its check needs: proof, keys, and what opens its content digest',
    tag,
    permission: 'read_receipts',
    subject: 'submission',
    class: 'read',
    params: byReceipt,
    answers: {
      200: { description: 'gongmun-receipt-bundle/1', schema: schema.ReceiptBundle },
      202: NOT_SEALED,
    },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) =>
      sealed(
        await useCases.readReceiptBundle(actor, {
          submissionId: params.id,
          evidenceId: params.evidence,
          requestId,
        }),
      ),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/bundle',
    operation: 'bundleSubmission',
    summary: 'All there is of a submission in one zip, with its proofs, to be checked without us',
    tag,
    permission: 'read_receipts',
    subject: 'submission',
    class: 'read',
    params: z.strictObject({ id: uuid }),
    query: LanguageQuery,
    answers: {
      200: { description: 'gongmun-bundle/1', mediaType: 'application/zip' },
      202: NOT_SEALED,
    },
    refuses: [403, 404, 422],
    handle: async ({ useCases, actor, params, query, requestId }) => {
      const asked = { submissionId: params.id, language: query.language, requestId };
      return zipReply(await useCases.bundleSubmission(actor, asked));
    },
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/package',
    operation: 'packageRecord',
    summary:
      'The record for a records system or an archive: metadata in the words of ISO 15489, and the bundle',
    tag,
    permission: 'read_receipts',
    subject: 'submission',
    class: 'read',
    params: z.strictObject({ id: uuid }),
    query: LanguageQuery,
    answers: {
      200: { description: 'metadata.json and bundle.zip', mediaType: 'application/zip' },
      202: NOT_SEALED,
    },
    refuses: [403, 404, 422],
    handle: async ({ useCases, actor, params, query, requestId }) => {
      const asked = { submissionId: params.id, language: query.language, requestId };
      return zipReply(await useCases.packageRecord(actor, asked));
    },
  }),
];
