import { Readable } from 'node:stream';
import { z } from 'zod';
import { contentDisposition } from '../../domain/file-name';
import { route } from '../route';
import * as statistics from '../schemas-statistics';

const tag = 'Public';

export const statisticsRoutes = [
  route({
    method: 'get',
    path: '/v1/statistics',
    operation: 'readStatistics',
    summary: 'How many documents came, how long they took, and what it saved; aggregates only',
    tag,
    permission: 'public',
    subject: 'everybody',
    class: 'read',
    query: statistics.StatisticsQuery,
    answers: { 200: { description: 'The statistics', schema: statistics.Statistics } },
    handle: async ({ useCases, query }) => ({ status: 200, body: await useCases.readStatistics(query) }),
  }),
  route({
    method: 'get',
    path: '/v1/statistics.csv',
    operation: 'readStatisticsTable',
    summary: 'The same as a table',
    tag,
    permission: 'public',
    subject: 'everybody',
    class: 'read',
    query: statistics.StatisticsQuery,
    answers: { 200: { description: 'RFC 4180', schema: z.string(), mediaType: 'text/csv' } },
    handle: async ({ useCases, query }) => ({
      status: 200,
      stream: {
        source: Readable.from([await useCases.readStatisticsTable(query)]),
        mediaType: 'text/csv; charset=utf-8',
      },
      headers: { 'Content-Disposition': contentDisposition(`statistics-by-${query.by}.csv`) },
    }),
  }),
];
