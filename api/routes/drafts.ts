import type { DraftView } from '../../usecases/view-draft';
import { type Reply, route } from '../route';
import { Acted, NoWords, PageQuery } from '../schemas';
import * as schema from '../schemas-drafts';

const tag = 'Party';

const shown = (status: number, body: DraftView): Reply => ({
  status,
  body,
  headers: { ETag: `"${body.version}"`, Location: `/v1/drafts/${body.id}` },
});

/** What a person has begun to write and not sent; nobody else sees it but, where it is shared, the organisation's members. */
export const draftRoutes = [
  route({
    method: 'post',
    path: '/v1/drafts',
    operation: 'saveDraft',
    summary: 'Keep an unfinished form or letter',
    tag,
    permission: 'keep_drafts',
    subject: 'own',
    class: 'create',
    body: schema.DraftContent,
    answers: { 201: { description: 'The draft', schema: schema.Draft } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, body }) =>
      shown(201, await useCases.saveDraft(actor, identity, body)),
  }),
  route({
    method: 'get',
    path: '/v1/drafts',
    operation: 'listDrafts',
    summary: 'My drafts and those shared in my organisations, the one changed last first',
    tag,
    permission: 'keep_drafts',
    subject: 'own',
    class: 'read',
    query: PageQuery,
    answers: { 200: { description: 'A page of drafts', schema: schema.Drafts } },
    handle: async ({ useCases, actor, query }) => ({
      status: 200,
      body: await useCases.listDrafts(actor, query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/drafts/:id',
    operation: 'readDraft',
    summary: 'A draft of mine, or one that is shared',
    tag,
    permission: 'keep_drafts',
    subject: 'draft',
    class: 'read',
    params: schema.byId,
    answers: { 200: { description: 'The draft', schema: schema.Draft } },
    refuses: [404],
    handle: async ({ useCases, actor, params }) => shown(200, await useCases.readDraft(actor, params.id)),
  }),
  route({
    method: 'get',
    path: '/v1/drafts/:id/problems',
    operation: 'readDraftProblems',
    summary: 'What keeps a draft from being sent, each problem with its place',
    tag,
    permission: 'keep_drafts',
    subject: 'draft',
    class: 'read',
    params: schema.byId,
    answers: { 200: { description: 'The problems', schema: schema.DraftProblems } },
    refuses: [404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      body: await useCases.readDraftProblems(actor, params.id),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/drafts/:id/edits',
    operation: 'editDraft',
    summary: 'Write the whole draft anew',
    tag,
    permission: 'keep_drafts',
    subject: 'draft',
    class: 'change',
    params: schema.byId,
    body: schema.DraftContent,
    answers: { 200: { description: 'The draft', schema: schema.Draft } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version }) =>
      shown(200, await useCases.editDraft(actor, identity, { id: params.id, version, written: body })),
  }),
  route({
    method: 'post',
    path: '/v1/drafts/:id/submissions',
    operation: 'submitDraft',
    summary: 'Send a draft as it stands; it is a draft no more',
    tag,
    permission: 'submit',
    subject: 'draft',
    class: 'change',
    params: schema.byId,
    body: NoWords,
    answers: {
      201: {
        description: 'Received and, as preferred, waited for: registered or rejected',
        schema: Acted,
      },
      202: { description: 'Taken', schema: Acted },
    },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, version, acted }) =>
      acted(await useCases.submitDraft(actor, identity, { id: params.id, version })),
  }),
  route({
    method: 'post',
    path: '/v1/drafts/:id/removals',
    operation: 'removeDraft',
    summary: 'Throw a draft away, with the uploads that wait in it',
    tag,
    permission: 'keep_drafts',
    subject: 'draft',
    class: 'create',
    params: schema.byId,
    body: NoWords,
    answers: { 200: { description: 'Removed', schema: schema.RemovedDraft } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 200,
      body: await useCases.removeDraft(actor, identity, params.id),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/copies',
    operation: 'copySubmission',
    summary: 'Begin a new document with what was sent: a draft by the form of today, attachments included',
    tag,
    permission: 'copy_submission',
    subject: 'submission',
    class: 'create',
    params: schema.byId,
    body: NoWords,
    answers: { 201: { description: 'The draft', schema: schema.Draft } },
    refuses: [403, 404, 410],
    handle: async ({ useCases, actor, identity, params }) =>
      shown(201, await useCases.copySubmission(actor, identity, { submissionId: params.id })),
  }),
];
