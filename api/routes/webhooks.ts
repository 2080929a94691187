import { z } from 'zod';
import { route } from '../route';
import { NoWords, PageQuery } from '../schemas';
import * as schema from '../schemas-webhooks';

const tag = 'Webhooks';
const byId = z.strictObject({ id: z.uuid() });

/** Organisations and offices are told of what happens, by messages of ids and states. */
export const webhookRoutes = [
  route({
    method: 'post',
    path: '/v1/webhooks',
    operation: 'registerWebhook',
    summary:
      'Have an organisation or an office told of what happens, signed by the Standard Webhooks convention',
    tag,
    permission: 'keep_webhooks',
    subject: 'own',
    class: 'create',
    body: schema.NewWebhook,
    answers: { 201: { description: 'Told from now on', schema: schema.RegisteredWebhook } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, body }) => ({
      status: 201,
      body: await useCases.registerWebhook(actor, identity, body),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/webhooks',
    operation: 'listWebhooks',
    summary: 'The targets that I keep for organisations and offices',
    tag,
    permission: 'keep_webhooks',
    subject: 'own',
    class: 'read',
    answers: { 200: { description: 'The targets', schema: schema.Webhooks } },
    handle: async ({ useCases, actor }) => ({
      status: 200,
      body: { items: await useCases.listWebhooks(actor) },
    }),
  }),
  route({
    method: 'post',
    path: '/v1/webhooks/:id/activations',
    operation: 'activateWebhook',
    summary: 'Send again to a target that was disabled after it had failed for days',
    tag,
    permission: 'keep_webhooks',
    subject: 'webhook',
    class: 'create',
    params: byId,
    body: NoWords,
    answers: { 200: { description: 'Active', schema: schema.Webhook } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 200,
      body: await useCases.activateWebhook(actor, identity, params.id),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/webhooks/:id/removals',
    operation: 'removeWebhook',
    summary: 'Send nothing there any more',
    tag,
    permission: 'keep_webhooks',
    subject: 'webhook',
    class: 'create',
    params: byId,
    body: NoWords,
    answers: { 200: { description: 'Removed', schema: schema.RemovedWebhook } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 200,
      body: await useCases.removeWebhook(actor, identity, params.id),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/webhooks/:id/deliveries',
    operation: 'listWebhookDeliveries',
    summary: 'What was sent to a target and what it answered, newest first',
    tag,
    permission: 'keep_webhooks',
    subject: 'webhook',
    class: 'read',
    params: byId,
    query: PageQuery,
    answers: { 200: { description: 'A page of the log', schema: schema.Deliveries } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => ({
      status: 200,
      body: await useCases.listDeliveries(actor, { webhook: params.id, ...query, requestId }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/webhooks/:id/deliveries/:delivery/resends',
    operation: 'resendWebhookDelivery',
    summary: 'Send a message again, under the same id',
    tag,
    permission: 'keep_webhooks',
    subject: 'webhook',
    class: 'create',
    params: byId.extend({ delivery: z.uuid() }),
    body: NoWords,
    answers: { 201: { description: 'To be sent again', schema: schema.Delivery } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 201,
      body: await useCases.resendDelivery(actor, identity, { webhook: params.id, delivery: params.delivery }),
    }),
  }),
];
