import { z } from 'zod';
import { CHANGES, route } from '../route';
import * as schema from '../schemas';
import * as desk from '../schemas-desk';

const tag = 'Official';
const byId = z.strictObject({ id: schema.uuid });

/** The office's worklist, the views that a person keeps of it, and who stands in for whom. */
export const deskRoutes = [
  route({
    method: 'get',
    path: '/v1/desk',
    operation: 'readDesk',
    summary:
      'What lies on the desks of my offices: filtered, searched, sorted, counted, with what I may do now',
    tag,
    permission: 'read_desk',
    subject: 'own',
    class: 'read',
    query: desk.DeskQuery,
    answers: { 200: { description: 'A page of the desk', schema: desk.Desk } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, query, requestId }) => ({
      status: 200,
      body: await useCases.readDesk(actor, { ...query, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/desk/events',
    operation: 'followDesk',
    summary: 'Server-sent events: that something on the desks of my offices changed, and not what',
    tag,
    permission: 'read_desk',
    subject: 'own',
    class: 'read',
    query: desk.DeskFollowed,
    answers: {
      200: CHANGES,
    },
    refuses: [403, 404],
    handle: async ({ useCases, actor, query, follow }) =>
      follow(await useCases.followDesk(actor, query), (now) => useCases.followDesk(now, query)),
  }),
  route({
    method: 'get',
    path: '/v1/desk-views',
    operation: 'listDeskViews',
    summary: 'The views of the desk that I keep, by name',
    tag,
    permission: 'keep_desk_views',
    subject: 'own',
    class: 'read',
    answers: { 200: { description: 'My views', schema: desk.DeskViews } },
    refuses: [403],
    handle: async ({ useCases, actor }) => ({
      status: 200,
      body: { items: await useCases.listDeskViews(actor) },
    }),
  }),
  route({
    method: 'post',
    path: '/v1/desk-views',
    operation: 'saveDeskView',
    summary: 'Keep filters of the desk under a name; at most 50, each name once',
    tag,
    permission: 'keep_desk_views',
    subject: 'own',
    class: 'create',
    body: desk.NewDeskView,
    answers: { 201: { description: 'Kept', schema: desk.DeskView } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, body }) => ({
      status: 201,
      body: await useCases.saveDeskView(actor, identity, body),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/desk-views/:id/removals',
    operation: 'removeDeskView',
    summary: 'Keep a view no longer',
    tag,
    permission: 'keep_desk_views',
    subject: 'desk_view',
    class: 'create',
    params: byId,
    body: schema.NoWords,
    answers: { 200: { description: 'Removed', schema: desk.RemovedDeskView } },
    refuses: [404],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 200,
      body: await useCases.removeDeskView(actor, identity, params.id),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/delegations',
    operation: 'listDelegations',
    summary: 'The delegations I gave or hold; for administrators those of their offices too',
    tag,
    permission: 'read_delegations',
    subject: 'own',
    class: 'read',
    query: schema.PageQuery,
    answers: { 200: { description: 'A page of delegations', schema: desk.Delegations } },
    refuses: [403],
    handle: async ({ useCases, actor, query }) => ({
      status: 200,
      body: await useCases.listDelegations(actor, query),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/delegations',
    operation: 'delegateRoles',
    summary: 'Give my roles in an office to a colleague there for a time; each act under it names both',
    tag,
    permission: 'delegate',
    subject: 'own',
    class: 'create',
    body: desk.NewDelegation,
    answers: { 201: { description: 'Given', schema: desk.Delegation } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, body }) => ({
      status: 201,
      body: await useCases.delegateRoles(actor, identity, body),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/delegations/:id/revocations',
    operation: 'revokeDelegation',
    summary: 'End a delegation before its time',
    tag,
    permission: 'delegate',
    subject: 'delegation',
    class: 'create',
    params: byId,
    body: schema.NoWords,
    answers: { 200: { description: 'Ended', schema: desk.Delegation } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 200,
      body: await useCases.revokeDelegation(actor, identity, params.id),
    }),
  }),
];
