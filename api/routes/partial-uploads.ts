import type { Request } from 'express';
import { z } from 'zod';
import { GongmunError } from '../../domain/errors';
import { viewFile } from '../../usecases/read-content';
import type { PartialUpload } from '../../usecases/send-in-parts';
import { MAX_UPLOAD_BYTES } from '../../usecases/upload-file';
import { readPartOfBody } from '../raw-body';
import { type Reply, route } from '../route';
import * as schema from '../schemas';

const tag = 'Party';
const byId = z.strictObject({ id: schema.uuid });
const PART = 'application/partial-upload';

/** Files that come in parts, after draft-ietf-httpbis-resumable-upload: announce, ask how far it came, append. */
export const partialUploadRoutes = [
  route({
    method: 'post',
    path: '/v1/partial-uploads',
    operation: 'announceUpload',
    summary: 'Announce a file that will come in parts; the same key again tells how far it came',
    tag,
    permission: 'upload',
    subject: 'own',
    class: 'create',
    body: schema.NewPartialUpload,
    answers: { 201: { description: 'It may come now', schema: schema.PartialUpload } },
    handle: async ({ useCases, actor, identity, body }) =>
      partialReply(201, await useCases.announceUpload(actor, identity, body)),
  }),
  route({
    method: 'get',
    path: '/v1/partial-uploads/:id',
    operation: 'readPartialUpload',
    summary: 'How much of a file of mine is here; HEAD tells it in the headers alone',
    tag,
    permission: 'upload',
    subject: 'upload',
    class: 'read',
    params: byId,
    answers: { 200: { description: 'How far it came', schema: schema.PartialUpload } },
    refuses: [404],
    handle: async ({ useCases, actor, params }) =>
      partialReply(200, await useCases.readPartialUpload(actor, params.id)),
  }),
  route({
    method: 'patch',
    path: '/v1/partial-uploads/:id',
    operation: 'appendToUpload',
    summary: 'The next part, from Upload-Offset on; what arrives of it counts, even if the connection breaks',
    tag,
    permission: 'upload',
    subject: 'upload',
    class: 'keep',
    params: byId,
    raw: [PART],
    answers: {
      200: { description: 'Taken; with the last byte it is an upload', schema: schema.PartialUpload },
    },
    refuses: [404, 409],
    handle: async ({ useCases, actor, params, requestId, req }) => {
      const offset = offsetOf(req);
      const taken = await readPartOfBody(req, [PART], (source) =>
        useCases.appendToUpload(actor, { id: params.id, offset, source, requestId }),
      );
      return partialReply(200, taken);
    },
  }),
];

function partialReply(status: number, upload: PartialUpload): Reply {
  const { id, bytes, offset, file } = upload;
  return {
    status,
    body: { ...upload, file: file === null ? null : viewFile(file) },
    headers: {
      Location: file === null ? `/v1/partial-uploads/${id}` : `/v1/uploads/${file.id}`,
      'Upload-Offset': String(offset),
      'Upload-Length': String(bytes),
      'Upload-Complete': file === null ? '?0' : '?1',
      'Upload-Limit': `max-size=${MAX_UPLOAD_BYTES}`,
    },
  };
}

/** An integer of RFC 9651. */
function offsetOf(req: Request): number {
  const offset = /^(\d{1,10})$/.exec(req.get('upload-offset') ?? '')?.[1];
  if (offset !== undefined) return Number(offset);
  const [code, detail] = ['upload.offset_missing', 'Say by Upload-Offset where in the file the part begins.'];
  throw new GongmunError('bad_request', code, detail, {
    faults: [{ pointer: '#/header/Upload-Offset', code, detail }],
  });
}
