import { z } from 'zod';
import { route } from '../route';
import * as schema from '../schemas';
import * as intake from '../schemas-intake';

const tag = 'Official';
const bySubmission = z.strictObject({ id: schema.uuid });

/** What officials take in at the counter, and how submissions belong together. */
export const intakeRoutes = [
  route({
    method: 'post',
    path: '/v1/offices/:code/intakes',
    operation: 'takeInDocument',
    summary: 'Take in what came on paper, by fax or in person; it is registered in the same series',
    tag,
    permission: 'take_in',
    subject: 'office',
    class: 'create',
    params: z.strictObject({ code: schema.code }),
    body: intake.Intake,
    answers: {
      201: { description: 'Taken in and, as preferred, waited for: registered', schema: intake.TakenIn },
      202: { description: 'Taken', schema: intake.TakenIn },
    },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, acted }) => {
      const { links, ...taken } = await useCases.takeInDocument(actor, identity, {
        office: params.code,
        document: body,
      });
      const reply = await acted(taken);
      return { ...reply, body: { ...(reply.body as object), links } };
    },
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/links',
    operation: 'readLinks',
    summary: 'What a submission has to do with others: suspected and confirmed duplicates, related ones',
    tag,
    permission: 'read_links',
    subject: 'submission',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'The links', schema: intake.Links } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: { items: await useCases.readLinks(actor, { submissionId: params.id, requestId }) },
    }),
  }),
  route({
    method: 'post',
    path: '/v1/submissions/:id/links',
    operation: 'linkSubmissions',
    summary: 'Say that a submission is a duplicate of another one, or related to it',
    tag,
    permission: 'link',
    subject: 'submission',
    class: 'create',
    params: bySubmission,
    body: intake.NewLink,
    answers: { 201: { description: 'The link', schema: intake.Link } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => ({
      status: 201,
      body: await useCases.linkSubmissions(actor, identity, { submissionId: params.id, ...body }),
      headers: { Location: `/v1/submissions/${params.id}/links` },
    }),
  }),
];
