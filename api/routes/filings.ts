import { z } from 'zod';
import { route } from '../route';
import * as schema from '../schemas';
import * as filings from '../schemas-filings';

const tag = 'Records system';

/** What an office's own records system calls; decisions it sends as everybody, `POST /v1/submissions/{id}/decisions`. */
export const filingRoutes = [
  route({
    method: 'get',
    path: '/v1/offices/:code/filings',
    operation: 'listFilings',
    summary: 'Registrations that the office keeps in a system of its own, in order, with what was sent',
    tag,
    permission: 'read_filings',
    subject: 'office',
    class: 'read',
    params: z.strictObject({ code: schema.code }),
    query: filings.FilingsQuery,
    answers: { 200: { description: 'A page of filings', schema: filings.Filings } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => ({
      status: 200,
      body: await useCases.readFilings(actor, { office: params.code, ...query, requestId }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/filings/:id/confirmations',
    operation: 'confirmFiling',
    summary:
      "Say that the office's own system holds the record, under which number; said again it is the same",
    tag,
    permission: 'confirm_filing',
    subject: 'filing',
    class: 'create',
    params: z.strictObject({ id: schema.uuid }),
    body: filings.NewConfirmation,
    answers: { 200: { description: 'The confirmation that holds', schema: filings.Confirmation } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => ({
      status: 200,
      body: await useCases.confirmFiling(actor, identity, { filingId: params.id, number: body.number }),
    }),
  }),
];
