import { z } from 'zod';
import { contentDisposition } from '../../domain/file-name';
import { route } from '../route';
import * as schema from '../schemas';
import * as exports from '../schemas-exports';

const tag = 'Party';
const byId = z.strictObject({ id: schema.uuid });

/** Everything that a party sent and received, as one file. */
export const exportRoutes = [
  route({
    method: 'post',
    path: '/v1/exports',
    operation: 'exportOwn',
    summary: 'Ask for everything that one sent and received, with its proofs; it is packed in the background',
    tag,
    permission: 'list_own',
    subject: 'own',
    class: 'create',
    body: exports.NewExport,
    answers: { 201: { description: 'Asked for', schema: exports.Export } },
    refuses: [403],
    handle: async ({ useCases, actor, identity, body }) => {
      const made = await useCases.exportOwn(actor, identity, body);
      return { status: 201, body: made, headers: { Location: `/v1/exports/${made.id}` } };
    },
  }),
  route({
    method: 'get',
    path: '/v1/exports',
    operation: 'listExports',
    summary: 'What one asked for, the newest first',
    tag,
    permission: 'list_own',
    subject: 'own',
    class: 'read',
    query: schema.PageQuery,
    answers: { 200: { description: 'A page of exports', schema: exports.Exports } },
    handle: async ({ useCases, actor, query }) => ({
      status: 200,
      body: await useCases.listExports(actor, query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/exports/:id',
    operation: 'readExport',
    summary: 'How far an export has come',
    tag,
    permission: 'list_own',
    subject: 'export',
    class: 'read',
    params: byId,
    answers: { 200: { description: 'The export', schema: exports.Export } },
    refuses: [404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      body: await useCases.readExport(actor, params.id),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/exports/:id/file',
    operation: 'downloadExport',
    summary:
      'The zip, or one of its zips: index.json, the bundle of each submission, each document of the mailbox',
    tag,
    permission: 'list_own',
    subject: 'export',
    class: 'read',
    params: byId,
    answers: { 200: { description: 'The zip', mediaType: 'application/zip' } },
    query: exports.PartQuery,
    refuses: [404, 409, 410],
    handle: async ({ useCases, actor, params, query, requestId }) => {
      const zip = await useCases.downloadExport(actor, { id: params.id, ...query, requestId });
      return {
        status: 200,
        stream: { source: zip.stream, mediaType: 'application/zip' },
        headers: {
          'Content-Length': String(zip.bytes),
          'Content-Disposition': contentDisposition(zip.name),
        },
      };
    },
  }),
];
