import type { DocumentView } from '../../usecases/view-document';
import { fileReply, previewReply } from '../file-reply';
import { type Reply, route } from '../route';
import { LanguageQuery, NoWords, ReceiptDocument, Receipts } from '../schemas';
import * as schema from '../schemas-documents';
import { Proof, ReceiptBundle } from '../schemas-log';
import { NOT_SEALED, sealed, zipReply } from '../sealed-reply';

const tag = 'Official';

export const shown = (status: number, body: DocumentView): Reply => ({
  status,
  body,
  headers: { ETag: `"${body.version}"`, Location: `/v1/official-documents/${body.id}` },
});

/** What an office sends on its own account: drafts, the line of approval, dispatch, recall. */
export const documentRoutes = [
  route({
    method: 'post',
    path: '/v1/offices/:code/official-documents',
    operation: 'draftDocument',
    summary: 'Draft an official document of the office',
    tag,
    permission: 'draft_document',
    class: 'create',
    params: schema.byOffice,
    body: schema.DocumentDraft,
    answers: { 201: { description: 'The draft', schema: schema.OfficialDocument } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) =>
      shown(201, await useCases.draftDocument(actor, identity, { office: params.code, draft: body })),
  }),
  route({
    method: 'get',
    path: '/v1/offices/:code/official-documents',
    operation: 'listOfficialDocuments',
    summary: "An office's official documents, the newest draft first",
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byOffice,
    query: schema.DocumentsQuery,
    answers: { 200: { description: 'A page of documents', schema: schema.OfficialDocuments } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => ({
      status: 200,
      body: await useCases.listOfficialDocuments(actor, { ...query, office: params.code, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id',
    operation: 'readDocument',
    summary: 'An official document with its line, acts and content',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byId,
    answers: { 200: { description: 'The document', schema: schema.OfficialDocument } },
    refuses: [404],
    handle: async ({ useCases, actor, params, requestId }) =>
      shown(200, await useCases.readDocument(actor, { documentId: params.id, requestId })),
  }),
  route({
    method: 'post',
    path: '/v1/official-documents/:id/edits',
    operation: 'editDocument',
    summary: 'Write the whole draft anew',
    tag,
    permission: 'draft_document',
    class: 'change',
    params: schema.byId,
    body: schema.DocumentDraft,
    answers: { 200: { description: 'The draft', schema: schema.OfficialDocument } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version }) =>
      shown(
        200,
        await useCases.editDocument(actor, identity, { documentId: params.id, version, draft: body }),
      ),
  }),
  route({
    method: 'post',
    path: '/v1/official-documents/:id/proposals',
    operation: 'proposeDocument',
    summary: 'Put the draft forward: reviewers, those who take part, the approver, in order',
    tag,
    permission: 'draft_document',
    class: 'change',
    params: schema.byId,
    body: schema.Proposal,
    answers: { 200: { description: 'The document in its line', schema: schema.OfficialDocument } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version }) =>
      shown(
        200,
        await useCases.proposeDocument(actor, identity, { documentId: params.id, version, ...body }),
      ),
  }),
  route({
    method: 'post',
    path: '/v1/official-documents/:id/agreements',
    operation: 'agreeToDocument',
    summary: "Agree, when it is one's turn; the approver's agreement registers the document",
    tag,
    permission: 'agree_document',
    class: 'change',
    params: schema.byId,
    body: NoWords,
    answers: { 200: { description: 'The document', schema: schema.OfficialDocument } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, version }) =>
      shown(200, await useCases.agreeToDocument(actor, identity, { documentId: params.id, version })),
  }),
  route({
    method: 'post',
    path: '/v1/official-documents/:id/send-backs',
    operation: 'sendBackDocument',
    summary: 'Send it back to the drafter, with the reason',
    tag,
    permission: 'send_back_document',
    class: 'change',
    params: schema.byId,
    body: schema.SendBack,
    answers: { 200: { description: 'The draft', schema: schema.OfficialDocument } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version }) =>
      shown(
        200,
        await useCases.sendBackDocument(actor, identity, { documentId: params.id, version, ...body }),
      ),
  }),
  route({
    method: 'post',
    path: '/v1/official-documents/:id/dispatches',
    operation: 'dispatchDocument',
    summary: 'Seal the registered document and dispatch it to its recipients',
    tag,
    permission: 'dispatch_document',
    class: 'change',
    params: schema.byId,
    body: NoWords,
    answers: { 200: { description: 'The document, on its way', schema: schema.OfficialDocument } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, version }) =>
      shown(200, await useCases.dispatchDocument(actor, identity, { documentId: params.id, version })),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/deliveries',
    operation: 'listDeliveries',
    summary: 'Whom it has reached: the state of each recipient, and how many are in each',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byId,
    query: schema.DeliveriesQuery,
    answers: { 200: { description: 'A page of recipients', schema: schema.Deliveries } },
    refuses: [404],
    handle: async ({ useCases, actor, params, query, requestId }) => ({
      status: 200,
      body: await useCases.listOfDeliveries(actor, { ...query, documentId: params.id, requestId }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/official-documents/:id/recalls',
    operation: 'recallDocument',
    summary: 'Take it back from the recipients who have not opened it',
    tag,
    permission: 'recall_document',
    class: 'change',
    params: schema.byId,
    body: schema.Recall,
    answers: { 200: { description: 'The document', schema: schema.OfficialDocument } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version }) =>
      shown(200, await useCases.recallDocument(actor, identity, { documentId: params.id, version, ...body })),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/preview',
    operation: 'previewDocument',
    summary: 'The document as it would be printed, marked as a preview: not registered, not kept',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byId,
    answers: { 200: { description: 'The preview', mediaType: 'application/pdf' } },
    refuses: [404],
    handle: async ({ useCases, actor, params, requestId }) =>
      previewReply(await useCases.previewDocument(actor, { documentId: params.id, requestId })),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/pdf',
    operation: 'printDocument',
    summary: 'The sealed PDF, with the evidence of the registration inside',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byId,
    answers: { 200: { description: 'The document', mediaType: 'application/pdf' } },
    refuses: [404, 409, 410],
    handle: async ({ useCases, actor, params, requestId }) =>
      fileReply({
        ...(await useCases.printDocument(actor, { documentId: params.id, requestId })),
        mediaType: 'application/pdf',
      }),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/attachments/:file',
    operation: 'downloadDocumentAttachment',
    summary: "An attachment's bytes",
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byFile,
    answers: { 200: { description: 'The bytes', mediaType: 'application/octet-stream' } },
    refuses: [404, 409, 410],
    handle: async ({ useCases, actor, params, requestId }) => {
      const asked = { documentId: params.id, fileId: params.file, requestId };
      const { file, stream } = await useCases.downloadDocumentAttachment(actor, asked);
      return fileReply({ ...file, stream });
    },
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/receipts',
    operation: 'listDocumentReceipts',
    summary: 'Every receipt of the document: put forward, agreed to, registered, dispatched, recalled',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byId,
    answers: { 200: { description: 'The receipts', schema: Receipts } },
    refuses: [404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: { items: await useCases.readDocumentReceipts(actor, { documentId: params.id, requestId }) },
    }),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/receipts/:evidence',
    operation: 'readDocumentReceipt',
    summary: 'A receipt of the document: the same bytes for ever, to be kept and checked without us',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byReceipt,
    answers: { 200: { description: 'The receipt, canonical JSON (RFC 8785)', schema: ReceiptDocument } },
    refuses: [404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      exactJson: await useCases.readDocumentReceipt(actor, {
        documentId: params.id,
        evidenceId: params.evidence,
        requestId,
      }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/receipts/:evidence/pdf',
    operation: 'printDocumentReceipt',
    summary: 'A receipt of the document as sealed PDF, above all the certificate of its destruction',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byReceipt,
    query: LanguageQuery,
    answers: { 200: { description: 'The receipt', mediaType: 'application/pdf' } },
    refuses: [404],
    handle: async ({ useCases, actor, params, query, requestId }) =>
      fileReply({
        ...(await useCases.printDocumentReceipt(actor, {
          ...{ documentId: params.id, evidenceId: params.evidence },
          ...{ language: query.language, requestId },
        })),
        mediaType: 'application/pdf',
      }),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/receipts/:evidence/proof',
    operation: 'proveDocumentReceipt',
    summary: 'That a receipt is in the log: made once, the same bytes for ever',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byReceipt,
    answers: { 200: { description: 'gongmun-proof/1', schema: Proof }, 202: NOT_SEALED },
    refuses: [404],
    handle: async ({ useCases, actor, params, requestId }) =>
      sealed(
        await useCases.proveDocumentReceipt(actor, {
          documentId: params.id,
          evidenceId: params.evidence,
          requestId,
        }),
      ),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/receipts/:evidence/bundle',
    operation: 'bundleDocumentReceipt',
    summary: 'A receipt with all that its check needs: proof, keys, and what opens its content digest',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byReceipt,
    answers: { 200: { description: 'gongmun-receipt-bundle/1', schema: ReceiptBundle }, 202: NOT_SEALED },
    refuses: [404],
    handle: async ({ useCases, actor, params, requestId }) =>
      sealed(
        await useCases.bundleDocumentReceipt(actor, {
          documentId: params.id,
          evidenceId: params.evidence,
          requestId,
        }),
      ),
  }),
  route({
    method: 'get',
    path: '/v1/official-documents/:id/package',
    operation: 'packageDocument',
    summary:
      'The document for a records system or an archive: metadata in the words of ISO 15489, and the bundle',
    tag,
    permission: 'read_document',
    class: 'read',
    params: schema.byId,
    query: LanguageQuery,
    answers: {
      200: { description: 'metadata.json and bundle.zip', mediaType: 'application/zip' },
      202: NOT_SEALED,
    },
    refuses: [404, 409, 422],
    handle: async ({ useCases, actor, params, query, requestId }) =>
      zipReply(await useCases.packageDocument(actor, { ...query, documentId: params.id, requestId })),
  }),
];
