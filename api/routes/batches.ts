import { Readable } from 'node:stream';
import { z } from 'zod';
import type { LineView } from '../../usecases/read-batch';
import { readNdjson } from '../ndjson';
import { readRawBody } from '../raw-body';
import { route } from '../route';
import * as schema from '../schemas-batches';

const tag = 'Party';
const NDJSON = 'application/x-ndjson';
const byId = z.strictObject({ id: z.uuid() });

async function* asText(lines: AsyncIterable<LineView>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

/** Many documents in one request. */
export const batchRoutes = [
  route({
    method: 'post',
    path: '/v1/batches',
    operation: 'submitBatch',
    summary:
      'Submit up to 10,000 documents, one in each line, each a submission of its own; a line that is wrong is refused alone',
    tag,
    permission: 'submit',
    subject: 'own',
    class: 'create',
    raw: [NDJSON],
    query: schema.BatchQuery,
    answers: { 202: { description: 'All lines are kept and are being carried out', schema: schema.Batch } },
    refuses: [403],
    handle: async ({ useCases, actor, identity, query, req }) => {
      const batch = await readRawBody(req, [NDJSON], (source) =>
        useCases.receiveBatch(actor, identity, { ...query, ...readNdjson(source) }),
      );
      return { status: 202, body: batch, headers: { Location: `/v1/batches/${batch.id}` } };
    },
  }),
  route({
    method: 'get',
    path: '/v1/batches',
    operation: 'listBatches',
    summary: 'What I submitted as batches, or an organisation that I act for did, the newest first',
    tag,
    permission: 'submit',
    subject: 'own',
    class: 'read',
    query: schema.BatchesQuery,
    answers: { 200: { description: 'A page of batches', schema: schema.Batches } },
    refuses: [403],
    handle: async ({ useCases, actor, query }) => ({
      status: 200,
      body: await useCases.listBatches(actor, query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/batches/:id',
    operation: 'readBatch',
    summary: 'How far a batch has come',
    tag,
    permission: 'submit',
    subject: 'batch',
    class: 'read',
    params: byId,
    answers: { 200: { description: 'The batch', schema: schema.Batch } },
    refuses: [404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      body: await useCases.readBatch(actor, params.id),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/batches/:id/results',
    operation: 'readBatchResults',
    summary:
      'What became of each line, one JSON object in each line, in order; `after` leaves out what was read before',
    tag,
    permission: 'submit',
    subject: 'batch',
    class: 'read',
    params: byId,
    query: schema.ResultsQuery,
    answers: {
      200: { description: 'The results as they stand', schema: schema.BatchLine, mediaType: NDJSON },
    },
    refuses: [404],
    handle: async ({ useCases, actor, params, query }) => {
      const lines = await useCases.readBatchResults(actor, { id: params.id, ...query });
      return { status: 200, stream: { source: Readable.from(asText(lines)), mediaType: NDJSON } };
    },
  }),
];
