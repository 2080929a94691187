import { z } from 'zod';
import { contentDisposition } from '../../domain/file-name';
import { viewFile } from '../../usecases/read-content';
import { ANY_TYPE, CHANGES, route } from '../route';
import * as schema from '../schemas';
import { ContentQuery, Withdrawal } from '../schemas-procedure';
import { readUpload } from '../uploads';

const tag = 'Party';
const bySubmission = z.strictObject({ id: schema.uuid });

/** What anyone who has to do with a submission may call, the party first of all. */
export const partyRoutes = [
  route({
    method: 'get',
    path: '/v1/me',
    operation: 'readMe',
    summary: 'Who I am here: offices, roles, organisations',
    tag,
    permission: 'list_own',
    subject: 'own',
    class: 'read',
    answers: { 200: { description: 'The signed-in person', schema: schema.Me } },
    handle: async ({ actor }) => {
      const { email: _, vouchedFor: __, ...shown } = actor;
      return { status: 200, body: shown };
    },
  }),
  route({
    method: 'post',
    path: '/v1/uploads',
    operation: 'uploadFile',
    summary: 'Upload a file that a submission will take',
    tag,
    permission: 'upload',
    subject: 'own',
    class: 'create',
    multipart: true,
    answers: { 201: { description: 'The file as it was found to be', schema: schema.Upload } },
    handle: async ({ useCases, actor, identity, req }) => {
      const file = await readUpload(req, (upload) => useCases.uploadFile(actor, identity, upload));
      return { status: 201, body: viewFile(file), headers: { Location: `/v1/uploads/${file.id}` } };
    },
  }),
  route({
    method: 'get',
    path: '/v1/uploads/:id',
    operation: 'readUpload',
    summary: 'An upload of mine',
    tag,
    permission: 'upload',
    subject: 'upload',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'The file', schema: schema.Upload } },
    refuses: [404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      body: viewFile(await useCases.ownFile(actor, params.id)),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/submissions',
    operation: 'submitDocument',
    summary: 'Submit a filled form or an official letter',
    tag,
    permission: 'submit',
    subject: 'own',
    class: 'create',
    body: schema.NewSubmission,
    answers: {
      201: {
        description: 'Received and, as preferred, waited for: registered or rejected',
        schema: schema.Acted,
      },
      202: { description: 'Received; the receipt is the proof', schema: schema.Acted },
    },
    refuses: [403],
    handle: async ({ useCases, actor, identity, body, acted }) =>
      acted(await useCases.submitDocument(actor, identity, body)),
  }),
  route({
    method: 'get',
    path: '/v1/submissions',
    operation: 'listSubmissions',
    summary: 'What I sent, newest first',
    tag,
    permission: 'list_own',
    subject: 'own',
    class: 'read',
    query: schema.OwnListQuery,
    answers: { 200: { description: 'A page of submissions', schema: schema.Submissions } },
    refuses: [404],
    handle: async ({ useCases, actor, query, requestId }) => ({
      status: 200,
      body: await useCases.listSubmissions(actor, { ...query, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id',
    operation: 'readSubmission',
    summary: 'One submission: state, what is pending, what may be done now',
    tag,
    permission: 'read_submission',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'The submission', schema: schema.Submission } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => {
      const submission = await useCases.readSubmission(actor, { submissionId: params.id, requestId });
      return { status: 200, body: submission, headers: { ETag: `"${submission.version}"` } };
    },
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/events',
    operation: 'followSubmission',
    summary: 'Server-sent events: that it changed, with its version; read it then where it is read',
    tag,
    permission: 'read_submission',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    answers: { 200: CHANGES },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId, follow }) => {
      const asked = { submissionId: params.id, requestId };
      return follow(await useCases.followSubmission(actor, asked), (now) => useCases.lookAgain(now, asked));
    },
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/content',
    operation: 'readContent',
    summary: 'What was sent: answers or letter, and the list of attachments; the newest version unless asked',
    tag,
    permission: 'read_content',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    query: ContentQuery,
    answers: { 200: { description: 'The content', schema: schema.Content } },
    refuses: [403, 404, 410],
    handle: async ({ useCases, actor, params, query, requestId }) => ({
      status: 200,
      body: await useCases.readContent(actor, { submissionId: params.id, ...query, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/attachments/:file',
    operation: 'downloadAttachment',
    summary: "An attachment's bytes",
    tag,
    permission: 'read_content',
    subject: 'submission',
    class: 'read',
    params: bySubmission.extend({ file: schema.uuid }),
    answers: { 200: { description: 'The bytes', mediaType: ANY_TYPE } },
    refuses: [403, 404, 409, 410],
    handle: async ({ useCases, actor, params, requestId }) => {
      const asked = { submissionId: params.id, fileId: params.file, requestId };
      const { file, stream } = await useCases.downloadAttachment(actor, asked);
      return {
        status: 200,
        stream: { source: stream, mediaType: file.mediaType },
        headers: {
          'Content-Length': String(file.bytes),
          'Content-Disposition': contentDisposition(file.name),
          'Content-Security-Policy': "sandbox; default-src 'none'",
        },
      };
    },
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/commands/:seq',
    operation: 'readCommand',
    summary: 'What became of an act',
    tag,
    permission: 'read_commands',
    subject: 'submission',
    class: 'read',
    params: bySubmission.extend({ seq: z.coerce.number().int().min(1).max(2_147_483_647) }),
    answers: { 200: { description: 'The command', schema: schema.Command } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: await useCases.readCommand(actor, { submissionId: params.id, seq: params.seq, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/receipts',
    operation: 'listReceipts',
    summary: 'Every receipt, in order: the signed timeline',
    tag,
    permission: 'read_receipts',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'The receipts', schema: schema.Receipts } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: { items: await useCases.listReceipts(actor, { submissionId: params.id, requestId }) },
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/receipts/:evidence',
    operation: 'readReceipt',
    summary: 'A receipt: the same bytes for ever, to be kept and checked without us (docs/evidence.md)',
    tag,
    permission: 'read_receipts',
    subject: 'submission',
    class: 'read',
    params: bySubmission.extend({ evidence: schema.uuid }),
    answers: {
      200: { description: 'The receipt, canonical JSON (RFC 8785)', schema: schema.ReceiptDocument },
    },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      exactJson: await useCases.readReceipt(actor, {
        submissionId: params.id,
        evidenceId: params.evidence,
        requestId,
      }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/receipts/:evidence/pdf',
    operation: 'printReceipt',
    summary: 'A receipt as PDF; of a decision it carries the reply, the reasons and the remedy',
    tag,
    permission: 'read_receipts',
    subject: 'submission',
    class: 'read',
    params: bySubmission.extend({ evidence: schema.uuid }),
    query: schema.LanguageQuery,
    answers: { 200: { description: 'The document', mediaType: 'application/pdf' } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => {
      const asked = {
        submissionId: params.id,
        evidenceId: params.evidence,
        language: query.language,
        requestId,
      };
      const { name, bytes, stream } = await useCases.printReceipt(actor, asked);
      return {
        status: 200,
        stream: { source: stream, mediaType: 'application/pdf' },
        headers: {
          'Content-Length': String(bytes),
          'Content-Disposition': contentDisposition(name),
          'Content-Security-Policy': "sandbox; default-src 'none'",
        },
      };
    },
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/decision',
    operation: 'readDecision',
    summary: 'The decision with its reply, reasons and remedy',
    tag,
    permission: 'read_decision',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'The decision', schema: schema.DecisionMade } },
    refuses: [403, 404, 410],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: await useCases.readDecision(actor, { submissionId: params.id, requestId }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/withdrawals',
    operation: 'withdrawDocument',
    summary: 'Take a document back, before the decision',
    tag,
    permission: 'withdraw',
    subject: 'submission',
    class: 'change',
    params: bySubmission,
    body: Withdrawal,
    answers: {
      200: { description: 'Withdrawn', schema: schema.Acted },
      202: { description: 'Taken', schema: schema.Acted },
    },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version, acted }) =>
      acted(await useCases.withdrawDocument(actor, identity, { submissionId: params.id, version, ...body })),
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/acknowledgements',
    operation: 'acknowledgeReply',
    summary: 'Confirm that the reply was read',
    tag,
    permission: 'acknowledge',
    subject: 'submission',
    class: 'change',
    params: bySubmission,
    body: schema.NoWords,
    answers: {
      200: { description: 'Recorded', schema: schema.Acted },
      202: { description: 'Taken', schema: schema.Acted },
    },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, version, acted }) =>
      acted(await useCases.acknowledgeReply(actor, identity, { submissionId: params.id, version })),
  }),
];
