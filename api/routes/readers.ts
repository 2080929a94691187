import { z } from 'zod';
import { route } from '../route';
import * as schema from '../schemas';
import * as readers from '../schemas-readers';

const byOffice = z.strictObject({ code: schema.code });

/** Who read what, told to the party; and whether an office names its officials there. */
export const readerRoutes = [
  route({
    method: 'get',
    path: '/v1/submissions/:id/readers',
    operation: 'listReaders',
    summary: 'Who has read it: when, what, in what capacity and for which office',
    tag: 'Party',
    permission: 'read_readers',
    subject: 'submission',
    class: 'read',
    params: z.strictObject({ id: schema.uuid }),
    query: readers.ReadersQuery,
    answers: { 200: { description: 'A page of readings, oldest first', schema: readers.Readers } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params, query, requestId }) => ({
      status: 200,
      body: await useCases.listReaders(actor, { submissionId: params.id, ...query, requestId }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/offices/:code/reader-policy',
    operation: 'readReaderPolicy',
    summary: 'Whether an office lets parties know the names of those who read',
    tag: 'Official',
    permission: 'read_reader_policy',
    subject: 'office',
    class: 'read',
    params: byOffice,
    answers: { 200: { description: 'The policy', schema: readers.ReaderPolicy } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      body: await useCases.readReaderPolicy(actor, params.code),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/offices/:code/reader-policy',
    operation: 'setReaderPolicy',
    summary: 'Let parties know the names of officials who read from now on, or no more',
    tag: 'Official',
    permission: 'set_reader_policy',
    subject: 'office',
    class: 'create',
    params: byOffice,
    body: readers.NewReaderPolicy,
    answers: { 201: { description: 'Recorded', schema: readers.ReaderPolicy } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => ({
      status: 201,
      body: await useCases.setReaderPolicy(actor, identity, { office: params.code, ...body }),
      headers: { Location: `/v1/offices/${params.code}/reader-policy` },
    }),
  }),
];
