import { z } from 'zod';
import { route } from '../route';
import * as schema from '../schemas';

const tag = 'Auditor';
const bySubmission = z.strictObject({ id: schema.uuid });

export const auditorRoutes = [
  route({
    method: 'get',
    path: '/v1/audit/submissions',
    operation: 'auditSubmissions',
    summary: 'Every submission, newest first, or by number',
    tag,
    permission: 'read_audit',
    class: 'read',
    query: schema.ListQuery,
    answers: { 200: { description: 'A page of submissions', schema: schema.Submissions } },
    refuses: [403],
    handle: async ({ useCases, actor, query, requestId }) => ({
      status: 200,
      body: await useCases.auditSubmissions(actor, { ...query, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/commands',
    operation: 'listCommands',
    summary: 'Every command, the refused ones included',
    tag,
    permission: 'read_audit',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'Commands and refusals', schema: schema.CommandTrail } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: await useCases.readCommands(actor, { submissionId: params.id, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/accesses',
    operation: 'listAccesses',
    summary: 'Who looked at it, and when',
    tag,
    permission: 'read_audit',
    class: 'read',
    params: bySubmission,
    query: schema.AccessesQuery,
    answers: { 200: { description: 'A page of the access log, oldest first', schema: schema.Accesses } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => ({
      status: 200,
      body: await useCases.readAccesses(actor, { submissionId: params.id, ...query, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/notices',
    operation: 'listNotices',
    summary: 'What people were told by mail, and what became of it',
    tag,
    permission: 'read_audit',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'The notices', schema: schema.Notices } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: { items: await useCases.readNotices(actor, { submissionId: params.id, requestId }) },
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/procedure',
    operation: 'readProcedure',
    summary: "The running workflow's own word, beside the rows",
    tag,
    permission: 'read_procedure',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'Both, and where they differ', schema: schema.Procedure } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: await useCases.readProcedure(actor, { submissionId: params.id, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/history',
    operation: 'readHistory',
    summary: "The workflow's history, run by run, in readable or raw form",
    tag,
    permission: 'read_audit',
    class: 'read',
    params: bySubmission,
    query: schema.HistoryQuery,
    answers: { 200: { description: 'The history', schema: schema.History } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => {
      const found = await useCases.readHistory(actor, { submissionId: params.id, requestId });
      const { raw, readable, omitted } = found;
      return { status: 200, body: { runs: query.form === 'raw' ? raw : readable, omitted } };
    },
  }),
  route({
    method: 'get',
    path: '/v1/submissions/:id/history-check',
    operation: 'checkHistory',
    summary: "The workflow's history against the evidence, each difference named",
    tag,
    permission: 'read_audit',
    class: 'read',
    params: bySubmission,
    answers: { 200: { description: 'Both compared', schema: schema.HistoryCheck } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, requestId }) => ({
      status: 200,
      body: await useCases.checkHistory(actor, { submissionId: params.id, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/registers/:office/:year',
    operation: 'readRegister',
    summary: "An office's register for a year, with its gap check",
    tag,
    permission: 'read_audit',
    class: 'read',
    params: z.strictObject({ office: schema.code, year: z.coerce.number().int().min(1900).max(9999) }),
    query: schema.RegisterQuery,
    answers: { 200: { description: 'The register', schema: schema.Register } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => {
      const asked = { ...params, afterSeq: query.after, limit: query.limit, requestId };
      return { status: 200, body: await useCases.readRegister(actor, asked) };
    },
  }),
];
