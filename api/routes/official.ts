import { z } from 'zod';
import { previewReply } from '../file-reply';
import { route } from '../route';
import * as schema from '../schemas';

const tag = 'Official';
const bySubmission = z.strictObject({ id: schema.uuid });
const done = {
  200: { description: 'Carried out', schema: schema.Acted },
  202: { description: 'Taken', schema: schema.Acted },
};

export const officialRoutes = [
  route({
    method: 'post',
    path: '/v1/submissions/:id/openings',
    operation: 'openSubmission',
    summary: 'Open a submission; that it was handed over is evidence, and only then is its content shown',
    tag,
    permission: 'open',
    subject: 'submission',
    class: 'change',
    params: bySubmission,
    body: schema.NoWords,
    answers: done,
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, version, acted }) =>
      acted(await useCases.openSubmission(actor, identity, { submissionId: params.id, version })),
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/assignments',
    operation: 'assignSubmission',
    summary: 'Give a submission to a handler, or to another one',
    tag,
    permission: 'assign',
    subject: 'submission',
    class: 'change',
    params: bySubmission,
    body: schema.Assignment,
    answers: done,
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version, acted }) =>
      acted(
        await useCases.assignSubmission(actor, identity, {
          submissionId: params.id,
          version,
          handler: body.handler,
        }),
      ),
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/returns',
    operation: 'returnSubmission',
    summary: 'Send a document back to its sender, with the reason',
    tag,
    permission: 'return_to_sender',
    subject: 'submission',
    class: 'change',
    params: bySubmission,
    body: schema.Return,
    answers: done,
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version, acted }) =>
      acted(await useCases.returnSubmission(actor, identity, { submissionId: params.id, version, ...body })),
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/decisions',
    operation: 'decideSubmission',
    summary: 'Decide, with a reply; a refusal carries reasons and remedy',
    tag,
    permission: 'decide',
    subject: 'submission',
    class: 'change',
    params: bySubmission,
    body: schema.Decision,
    answers: done,
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version, acted }) =>
      acted(
        await useCases.decideSubmission(actor, identity, {
          submissionId: params.id,
          version,
          decision: body,
        }),
      ),
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/decision-previews',
    operation: 'previewDecision',
    summary: 'A decision as its PDF would be, marked as a preview: nothing is kept, nothing takes effect',
    tag,
    permission: 'decide',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    query: schema.LanguageQuery,
    body: schema.Decision,
    answers: { 200: { description: 'The preview', mediaType: 'application/pdf' } },
    refuses: [403, 404, 413, 415],
    handle: async ({ useCases, actor, params, query, body, requestId }) =>
      previewReply(
        await useCases.previewDecision(actor, {
          ...{ submissionId: params.id, decision: body, language: query.language, requestId },
        }),
      ),
  }),
  route({
    method: 'post',
    path: '/v1/forms/:id/versions',
    operation: 'publishForm',
    summary: 'Publish a further version of a form; If-Match is the current version, "0" for a new form',
    tag,
    permission: 'publish_form',
    subject: 'form',
    class: 'change',
    params: z.strictObject({ id: schema.code }),
    query: schema.PublicationQuery,
    body: schema.FormPublication,
    answers: { 201: { description: 'Published', schema: schema.PublishedForm } },
    refuses: [403],
    handle: async ({ useCases, actor, identity, params, query, body, version }) => {
      const openFor = query.openFor?.split(',');
      const publication = { formId: params.id, definition: body, expected: version, openFor };
      const published = await useCases.publishForm(actor, identity, publication);
      const Location = `/v1/forms/${published.form}/versions/${published.version}`;
      return { status: 201, body: published, headers: { Location, ETag: `"${published.version}"` } };
    },
  }),
  route({
    method: 'post',
    path: '/v1/forms/:id/checks',
    operation: 'checkForm',
    summary: 'What publishing a form would find wrong with it, each problem with its place; nothing is kept',
    tag,
    permission: 'publish_form',
    subject: 'form',
    class: 'read',
    params: z.strictObject({ id: schema.code }),
    body: schema.FormPublication,
    answers: { 200: { description: 'The problems', schema: schema.FormCheck } },
    refuses: [403, 413, 415],
    handle: async ({ useCases, actor, params, body }) => ({
      status: 200,
      body: await useCases.checkForm(actor, { formId: params.id, definition: body }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/forms/:id/openings',
    operation: 'openForm',
    summary: 'Say which offices take the form from now on: some first, later more, in the end all',
    tag,
    permission: 'publish_form',
    subject: 'form',
    class: 'create',
    params: z.strictObject({ id: schema.code }),
    body: schema.FormOpening,
    answers: { 200: { description: 'The form', schema: schema.Form } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => ({
      status: 200,
      body: await useCases.openForm(actor, identity, { formId: params.id, offices: body.offices }),
    }),
  }),
];
