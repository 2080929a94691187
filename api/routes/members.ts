import { z } from 'zod';
import { route } from '../route';
import * as schema from '../schemas';
import { Members } from '../schemas-members';

/** Who works in an office, for colleagues to choose from. */
export const memberRoutes = [
  route({
    method: 'get',
    path: '/v1/offices/:code/members',
    operation: 'listMembers',
    summary: 'Who works in an office: names, roles, and who stands in for whom; to its officials',
    tag: 'Official',
    permission: 'read_members',
    subject: 'office',
    class: 'read',
    params: z.strictObject({ code: schema.code }),
    answers: { 200: { description: 'The members, by name', schema: Members } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      body: { items: await useCases.listMembers(actor, params.code) },
    }),
  }),
];
