import { z } from 'zod';
import { readRawBody } from '../raw-body';
import { route } from '../route';
import * as schema from '../schemas';

const tag = 'Public';
/** What the verifier reads (docs/evidence.md). */
const FILES = ['application/octet-stream', 'application/json', 'application/pdf', 'application/zip'];

export const publicRoutes = [
  route({
    method: 'get',
    path: '/v1/offices',
    operation: 'listOffices',
    summary: 'Offices, by text or by their place in the tree',
    tag,
    permission: 'public',
    class: 'read',
    query: schema.OfficesQuery,
    answers: { 200: { description: 'A page of offices', schema: schema.Offices } },
    handle: async ({ useCases, query }) => ({ status: 200, body: await useCases.listOffices(query) }),
  }),
  route({
    method: 'get',
    path: '/v1/offices/:code',
    operation: 'readOffice',
    summary: 'One office',
    tag,
    permission: 'public',
    class: 'read',
    params: z.strictObject({ code: schema.code }),
    answers: { 200: { description: 'The office', schema: schema.Office } },
    refuses: [404],
    handle: async ({ useCases, params }) => ({ status: 200, body: await useCases.readOffice(params.code) }),
  }),
  route({
    method: 'get',
    path: '/v1/forms',
    operation: 'listForms',
    summary: 'The forms in force',
    tag,
    permission: 'public',
    class: 'read',
    query: schema.FormsQuery,
    answers: { 200: { description: 'A page of forms', schema: schema.Forms } },
    handle: async ({ useCases, query }) => ({ status: 200, body: await useCases.listForms(query) }),
  }),
  route({
    method: 'get',
    path: '/v1/forms/:id',
    operation: 'readForm',
    summary: 'The current version of a form: schema, words, period, routing, attachments, an example',
    tag,
    permission: 'public',
    class: 'read',
    params: z.strictObject({ id: schema.code }),
    answers: {
      200: { description: 'The form; its ETag is the version to publish upon', schema: schema.Form },
    },
    refuses: [404],
    handle: async ({ useCases, params }) => {
      const form = await useCases.readForm(params.id);
      return { status: 200, body: form, headers: { ETag: `"${form.version}"` } };
    },
  }),
  route({
    method: 'get',
    path: '/v1/forms/:id/versions',
    operation: 'listFormVersions',
    summary: 'Every published version of a form',
    tag,
    permission: 'public',
    class: 'read',
    params: z.strictObject({ id: schema.code }),
    answers: { 200: { description: 'The versions', schema: schema.FormVersions } },
    refuses: [404],
    handle: async ({ useCases, params }) => ({
      status: 200,
      body: { items: await useCases.readFormVersions(params.id) },
    }),
  }),
  route({
    method: 'get',
    path: '/v1/forms/:id/versions/:version',
    operation: 'readFormVersion',
    summary: 'One published version of a form',
    tag,
    permission: 'public',
    class: 'read',
    params: z.strictObject({ id: schema.code, version: z.coerce.number().int().min(1).max(2_147_483_647) }),
    answers: { 200: { description: 'The version', schema: schema.Form } },
    refuses: [404],
    handle: async ({ useCases, params }) => ({
      status: 200,
      body: await useCases.readForm(params.id, params.version),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/track/:code',
    operation: 'trackSubmission',
    summary: 'How a document stands, by its tracking code: state, office and dates, nothing else',
    tag,
    permission: 'public',
    class: 'read',
    limit: 'tracking',
    params: z.strictObject({ code: z.string() }),
    answers: { 200: { description: 'How it stands', schema: schema.Tracked } },
    refuses: [404],
    handle: async ({ useCases, params, requestId }) => ({
      status: 200,
      body: await useCases.trackSubmission({ typed: params.code, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/evidence-checks/:digest',
    operation: 'checkEvidence',
    summary: 'Is a printed receipt genuine? The address its QR code leads to',
    tag,
    permission: 'public',
    class: 'read',
    params: z.strictObject({ digest: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
    answers: { 200: { description: 'Such an evidence was issued here', schema: schema.EvidenceCheck } },
    refuses: [404],
    handle: async ({ useCases, params, requestId }) => ({
      status: 200,
      body: await useCases.checkEvidence({ digest: params.digest, requestId }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/verify',
    operation: 'verifyFile',
    summary: 'Is this receipt, PDF or bundle genuine? The file, up to 32 MiB; nothing of it is kept',
    tag,
    permission: 'public',
    class: 'read',
    raw: FILES,
    answers: { 200: { description: 'What is proved, or why not', schema: schema.CheckedFile } },
    refuses: [413, 415],
    handle: async ({ useCases, req }) => ({
      status: 200,
      body: await readRawBody(req, FILES, (source) => useCases.verifyFile(source)),
    }),
  }),
];
