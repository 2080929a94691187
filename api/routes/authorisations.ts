import { z } from 'zod';
import { route } from '../route';
import { NoWords, PageQuery } from '../schemas';
import * as schema from '../schemas-authorisations';

const tag = 'Organisations';

/** Acting for another. */
export const authorisationRoutes = [
  route({
    method: 'post',
    path: '/v1/authorisations',
    operation: 'authorisePerson',
    summary:
      'Let a person act for me, or for an organisation that I manage, by one form or by all, for a time; evidence names both',
    tag,
    permission: 'authorise_person',
    subject: 'own',
    class: 'create',
    body: schema.NewAuthorisation,
    answers: { 201: { description: 'Given', schema: schema.Authorisation } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, body }) => ({
      status: 201,
      body: await useCases.authorisePerson(actor, identity, body),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/authorisations',
    operation: 'listAuthorisations',
    summary: 'What I have given and what I hold; to managers what their organisations gave',
    tag,
    permission: 'authorise_person',
    subject: 'own',
    class: 'read',
    query: PageQuery,
    answers: { 200: { description: 'A page of authorisations', schema: schema.Authorisations } },
    handle: async ({ useCases, actor, query }) => ({
      status: 200,
      body: await useCases.listAuthorisations(actor, query),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/authorisations/:id/revocations',
    operation: 'revokeAuthorisation',
    summary: 'End an authorisation before its time, given or held',
    tag,
    permission: 'authorise_person',
    subject: 'authorisation',
    class: 'create',
    params: z.strictObject({ id: z.uuid() }),
    body: NoWords,
    answers: { 200: { description: 'Ended', schema: schema.Authorisation } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params }) => ({
      status: 200,
      body: await useCases.revokeAuthorisation(actor, identity, params.id),
    }),
  }),
];
