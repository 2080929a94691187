import { z } from 'zod';
import { route } from '../route';
import * as schema from '../schemas';
import * as intake from '../schemas-intake';

const tag = 'Official';
const byOffice = z.strictObject({ code: schema.code });

/** Whom an office tells when nothing happens. */
export const ladderRoutes = [
  route({
    method: 'get',
    path: '/v1/offices/:code/ladder',
    operation: 'readLadder',
    summary: 'Who is told when nothing happens at an office, step by step',
    tag,
    permission: 'read_ladder',
    subject: 'office',
    class: 'read',
    params: byOffice,
    answers: { 200: { description: 'The steps', schema: intake.OfficeLadder } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      body: await useCases.readLadder(actor, params.code),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/offices/:code/ladder',
    operation: 'setLadder',
    summary: "Set the office's own steps for what begins from now on; a silence not named has the usual ones",
    tag,
    permission: 'set_ladder',
    subject: 'office',
    class: 'create',
    params: byOffice,
    body: intake.NewLadder,
    answers: { 201: { description: 'Recorded', schema: intake.OfficeLadder } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => ({
      status: 201,
      body: await useCases.setLadder(actor, identity, { office: params.code, ladder: body }),
      headers: { Location: `/v1/offices/${params.code}/ladder` },
    }),
  }),
];
