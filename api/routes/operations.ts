import { z } from 'zod';
import { route } from '../route';
import { NoWords, PageQuery } from '../schemas';
import * as schema from '../schemas-operations';

const tag = 'Operator';

export const operationRoutes = [
  route({
    method: 'get',
    path: '/v1/operations/health',
    operation: 'readHealth',
    summary: 'How it stands with each part, what waits and since when, which workers were seen',
    tag,
    permission: 'operate',
    subject: 'system',
    class: 'read',
    answers: { 200: { description: 'The state of the system', schema: schema.Health } },
    refuses: [403],
    handle: async ({ useCases }) => ({ status: 200, body: await useCases.readHealth() }),
  }),
  route({
    method: 'get',
    path: '/v1/operations/mails',
    operation: 'listFailedMails',
    summary: 'Mails that failed for good and were not sent again, newest first; no address, no document',
    tag,
    permission: 'operate',
    subject: 'system',
    class: 'read',
    query: PageQuery,
    answers: { 200: { description: 'A page of them', schema: schema.FailedMails } },
    refuses: [403],
    handle: async ({ useCases, query }) => ({ status: 200, body: await useCases.listFailedMails(query) }),
  }),
  route({
    method: 'post',
    path: '/v1/operations/mails/:mail/resends',
    operation: 'resendMail',
    summary: 'Send a notice that failed once more',
    tag,
    permission: 'operate',
    subject: 'system',
    class: 'create',
    params: z.strictObject({ mail: z.uuid() }),
    body: NoWords,
    answers: { 201: { description: 'To be sent again', schema: schema.Resent } },
    refuses: [403, 404],
    handle: async ({ useCases, identity, params }) => ({
      status: 201,
      body: await useCases.resendMail(identity, params.mail),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/operations/webhook-deliveries',
    operation: 'listFailedDeliveries',
    summary: 'Messages to webhooks that failed for good and were not sent again, newest first',
    tag,
    permission: 'operate',
    subject: 'system',
    class: 'read',
    query: PageQuery,
    answers: { 200: { description: 'A page of them', schema: schema.FailedDeliveries } },
    refuses: [403],
    handle: async ({ useCases, query }) => ({
      status: 200,
      body: await useCases.listFailedDeliveries(query),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/operations/webhook-deliveries/:delivery/resends',
    operation: 'resendFailedDelivery',
    summary: 'Send a message to a webhook that failed once more',
    tag,
    permission: 'operate',
    subject: 'system',
    class: 'create',
    params: z.strictObject({ delivery: z.uuid() }),
    body: NoWords,
    answers: { 201: { description: 'To be sent again', schema: schema.Resent } },
    refuses: [403, 404],
    handle: async ({ useCases, identity, params }) => ({
      status: 201,
      body: await useCases.resendFailedDelivery(identity, params.delivery),
    }),
  }),
];
