import { z } from 'zod';
import { BATCH_STATUSES, LINE_STATUSES } from '../domain/batch';
import { instant, uuid } from './schemas';
import { registrationNumber } from './schemas-organisations';

export const BatchQuery = z.strictObject({ organisation: registrationNumber.optional() });

const count = z.int().min(0);
export const Batch = z
  .object({
    id: uuid,
    organisation: z.string().nullable(),
    status: z.enum(BATCH_STATUSES),
    lines: count,
    waiting: count,
    accepted: count,
    refused: count,
    receivedAt: instant.openapi({ description: 'Of the batch; each line has a legal receipt of its own' }),
    finishedAt: instant.nullable(),
  })
  .openapi('Batch');

export const ResultsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
});

/** One line of the results. */
export const BatchLine = z
  .object({
    line: z.int().min(1),
    status: z.enum(LINE_STATUSES),
    submission: uuid.optional(),
    doneAt: instant.optional(),
    code: z.string().optional(),
    detail: z.string().optional(),
    faults: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .openapi('BatchLine');
