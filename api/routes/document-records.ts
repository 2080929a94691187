import type { ZodType } from 'zod';
import type { Action } from '../../domain/permissions';
import type { DocumentView } from '../../usecases/view-document';
import { type Call, type Route, route } from '../route';
import * as documents from '../schemas-documents';
import * as records from '../schemas-records';
import { shown } from './documents';

interface Act<B> {
  path: string;
  operation: string;
  summary: string;
  permission: Action;
  body: ZodType<B>;
  take(
    call: Pick<Call<unknown, unknown, unknown>, 'useCases' | 'actor' | 'identity'>,
    on: { documentId: string; version: number },
    body: B,
  ): Promise<DocumentView>;
}

/** As `act` of a submission: a POST to a sub-collection of the document. */
function act<B>({ path, take, ...given }: Act<B>): Route {
  return route({
    ...given,
    subject: 'official_document',
    method: 'post',
    tag: 'Official',
    path: `/v1/official-documents/:id/${path}`,
    class: 'change',
    params: documents.byId,
    answers: { 200: { description: 'The document', schema: documents.OfficialDocument } },
    refuses: [403, 404],
    handle: async (call) => {
      const { params, version, body } = call;
      return shown(200, await take(call, { documentId: params.id, version }, body as B));
    },
  });
}

/** What becomes of what an office sent when its retention is over, and what forbids it. */
export const documentRecordRoutes = [
  act({
    path: 'holds',
    operation: 'holdDocument',
    summary: 'Forbid the disposal of what was sent, with the reason; it holds until it is released',
    permission: 'hold',
    body: records.NewHold,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.holdDocument(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'hold-releases',
    operation: 'releaseDocumentHold',
    summary: 'Release one hold of what was sent',
    permission: 'release_hold',
    body: records.HoldRelease,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.releaseDocumentHold(actor, identity, { ...on, ...body }),
  }),
  act({
    path: 'disposal-reviews',
    operation: 'reviewDocumentDisposal',
    summary:
      'Decide about what was sent and whose retention is over: destroy it, keep it on, or give it to an archive',
    permission: 'review_disposal',
    body: records.DisposalReview,
    take: ({ useCases, actor, identity }, on, review) =>
      useCases.reviewDocumentDisposal(actor, identity, { ...on, review }),
  }),
  act({
    path: 'transfer-confirmations',
    operation: 'confirmDocumentTransfer',
    summary:
      'Say that the archive has what was sent, and under which number; its content here is destroyed then',
    permission: 'confirm_transfer',
    body: records.TransferConfirmation,
    take: ({ useCases, actor, identity }, on, body) =>
      useCases.confirmDocumentTransfer(actor, identity, { ...on, ...body }),
  }),
];
