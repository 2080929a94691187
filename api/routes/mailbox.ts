import { EVENT_STREAM } from '../event-streams';
import { fileReply } from '../file-reply';
import { route } from '../route';
import { Acted, LanguageQuery, NoWords, ReceiptDocument, Receipts } from '../schemas';
import * as schema from '../schemas-documents';
import { Proof, ReceiptBundle } from '../schemas-log';
import { NOT_SEALED, sealed } from '../sealed-reply';

const tag = 'Mailbox';

/** What offices have sent to a person, or to an organisation that the person acts for. */
export const mailboxRoutes = [
  route({
    method: 'get',
    path: '/v1/mailbox',
    operation: 'readMailbox',
    summary: 'My mailbox, the newest first, and how many are unread',
    tag,
    permission: 'read_mailbox',
    subject: 'own',
    class: 'read',
    query: schema.MailboxQuery,
    answers: { 200: { description: 'A page of the mailbox', schema: schema.Mailbox } },
    handle: async ({ useCases, actor, query }) => ({
      status: 200,
      body: await useCases.readMailbox(actor, { ...query, unread: query.unread === 'true' }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/mailbox/events',
    operation: 'followMailbox',
    summary: 'Server-sent events: that something in my mailbox changed, and not what',
    tag,
    permission: 'read_mailbox',
    subject: 'own',
    class: 'read',
    answers: {
      200: { description: 'Events named `changed`, until the token ends', mediaType: EVENT_STREAM },
    },
    handle: async ({ useCases, actor, follow }) =>
      follow(await useCases.followMailbox(actor), (now) => useCases.followMailbox(now)),
  }),
  route({
    method: 'get',
    path: '/v1/mailbox/:id',
    operation: 'readMail',
    summary: 'A document of my mailbox; before it is opened, its envelope',
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'read',
    params: schema.byId,
    answers: { 200: { description: 'The document', schema: schema.Mail } },
    refuses: [404, 410],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      body: await useCases.readMail(actor, params.id),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/mailbox/:id/openings',
    operation: 'openMail',
    summary: 'Open it: from here on its content is shown, and evidence says when',
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'create',
    params: schema.byId,
    body: NoWords,
    answers: { 200: { description: 'The document', schema: schema.Mail } },
    refuses: [404, 410],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 200,
      body: await useCases.openMail(actor, identity, params.id),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/mailbox/:id/acknowledgements',
    operation: 'acknowledgeMail',
    summary: 'Say that it was received',
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'create',
    params: schema.byId,
    body: NoWords,
    answers: { 200: { description: 'The document', schema: schema.Mail } },
    refuses: [404, 410],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 200,
      body: await useCases.acknowledgeMail(actor, identity, params.id),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/mailbox/:id/replies',
    operation: 'replyToMail',
    summary: 'Answer it: a submission to the office, linked to the document',
    tag,
    permission: 'submit',
    subject: 'mail',
    class: 'create',
    params: schema.byId,
    body: schema.MailReply,
    answers: {
      201: { description: 'Accepted and, as preferred, waited for: registered', schema: Acted },
      202: { description: 'Accepted', schema: Acted },
    },
    refuses: [404, 410],
    handle: async ({ useCases, actor, identity, params, body, acted }) =>
      acted(await useCases.replyToMail(actor, identity, { id: params.id, reply: body })),
  }),
  route({
    method: 'get',
    path: '/v1/mailbox/:id/pdf',
    operation: 'printMail',
    summary: 'The sealed PDF; that it was taken out is recorded',
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'read',
    params: schema.byId,
    answers: { 200: { description: 'The document', mediaType: 'application/pdf' } },
    refuses: [404, 409, 410],
    handle: async ({ useCases, actor, params, requestId }) =>
      fileReply({
        ...(await useCases.printMail(actor, { id: params.id, requestId })),
        mediaType: 'application/pdf',
      }),
  }),
  route({
    method: 'get',
    path: '/v1/mailbox/:id/attachments/:file',
    operation: 'downloadMailAttachment',
    summary: "An attachment's bytes; that it was taken out is recorded",
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'read',
    params: schema.byFile,
    answers: { 200: { description: 'The bytes', mediaType: 'application/octet-stream' } },
    refuses: [404, 409, 410],
    handle: async ({ useCases, actor, params, requestId }) => {
      const asked = { id: params.id, fileId: params.file, requestId };
      const { file, stream } = await useCases.downloadMailAttachment(actor, asked);
      return fileReply({ ...file, stream });
    },
  }),
  route({
    method: 'get',
    path: '/v1/mailbox/:id/receipts',
    operation: 'listMailReceipts',
    summary: 'Every receipt of the delivery: placed, told, opened, acknowledged',
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'read',
    params: schema.byId,
    answers: { 200: { description: 'The receipts', schema: Receipts } },
    refuses: [404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      body: { items: await useCases.readMailReceipts(actor, params.id) },
    }),
  }),
  route({
    method: 'get',
    path: '/v1/mailbox/:id/receipts/:evidence',
    operation: 'readMailReceipt',
    summary: 'A receipt of the delivery: the same bytes for ever, to be kept and checked without us',
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'read',
    params: schema.byReceipt,
    answers: { 200: { description: 'The receipt, canonical JSON (RFC 8785)', schema: ReceiptDocument } },
    refuses: [404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      exactJson: await useCases.readMailReceipt(actor, { id: params.id, evidenceId: params.evidence }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/mailbox/:id/receipts/:evidence/pdf',
    operation: 'printMailReceipt',
    summary: 'A receipt of the delivery as sealed PDF',
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'read',
    params: schema.byReceipt,
    query: LanguageQuery,
    answers: { 200: { description: 'The receipt', mediaType: 'application/pdf' } },
    refuses: [404],
    handle: async ({ useCases, actor, params, query }) =>
      fileReply({
        ...(await useCases.printMailReceipt(actor, {
          ...{ id: params.id, evidenceId: params.evidence, language: query.language },
        })),
        mediaType: 'application/pdf',
      }),
  }),
  route({
    method: 'get',
    path: '/v1/mailbox/:id/receipts/:evidence/proof',
    operation: 'proveMailReceipt',
    summary: 'That a receipt is in the log: made once, the same bytes for ever',
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'read',
    params: schema.byReceipt,
    answers: { 200: { description: 'gongmun-proof/1', schema: Proof }, 202: NOT_SEALED },
    refuses: [404],
    handle: async ({ useCases, actor, params }) =>
      sealed(await useCases.proveMailReceipt(actor, { id: params.id, evidenceId: params.evidence })),
  }),
  route({
    method: 'get',
    path: '/v1/mailbox/:id/receipts/:evidence/bundle',
    operation: 'bundleMailReceipt',
    summary: 'A receipt with all that its check needs: proof, keys, and what opens its content digest',
    tag,
    permission: 'read_mailbox',
    subject: 'mail',
    class: 'read',
    params: schema.byReceipt,
    answers: { 200: { description: 'gongmun-receipt-bundle/1', schema: ReceiptBundle }, 202: NOT_SEALED },
    refuses: [404],
    handle: async ({ useCases, actor, params }) =>
      sealed(await useCases.bundleMailReceipt(actor, { id: params.id, evidenceId: params.evidence })),
  }),
];
