import { z } from 'zod';
import { route } from '../route';
import * as schema from '../schemas';
import * as records from '../schemas-records';
import { act } from './procedure';

/** What becomes of records when their retention is over, and what forbids it. */
export const recordRoutes = [
  act({
    path: 'holds',
    operation: 'holdRecord',
    summary: 'Forbid the disposal of a record, with the reason; it holds until it is released',
    tag: 'Official',
    permission: 'hold',
    body: records.NewHold,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.holdRecord(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'hold-releases',
    operation: 'releaseHold',
    summary: 'Release one hold',
    tag: 'Official',
    permission: 'release_hold',
    body: records.HoldRelease,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.releaseHold(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'disposal-reviews',
    operation: 'reviewDisposal',
    summary:
      'Decide about a record whose retention is over: destroy it, keep it on, or give it to an archive',
    tag: 'Official',
    permission: 'review_disposal',
    body: records.DisposalReview,
    take: ({ useCases, actor, identity }, on, review) =>
      useCases.reviewDisposal(actor, identity, { ...on, review }),
  }),
  act({
    path: 'transfer-confirmations',
    operation: 'confirmTransfer',
    summary:
      'Say that the archive has the record, and under which number; its content here is destroyed then',
    tag: 'Official',
    permission: 'confirm_transfer',
    body: records.TransferConfirmation,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.confirmTransfer(actor, identity, { ...on, ...body }),
  }),
  route({
    method: 'get',
    path: '/v1/offices/:code/disposals',
    operation: 'listDisposals',
    summary:
      'Records of an office that wait for a review, a hand-over or their destruction, and those on hold',
    tag: 'Official',
    permission: 'read_disposals',
    subject: 'office',
    class: 'read',
    params: z.strictObject({ code: schema.code }),
    query: records.DisposalsQuery,
    answers: { 200: { description: 'A page of records, the first due first', schema: records.Disposals } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => ({
      status: 200,
      body: await useCases.listDisposals(actor, { office: params.code, ...query, requestId }),
    }),
  }),
];
