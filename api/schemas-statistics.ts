import { z } from 'zod';
import { STATISTIC_DIMENSIONS } from '../domain/statistics';
import { instant } from './schemas';

/** What the exchange does, in aggregates. */

const month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'A month like 2026-11.');
export const StatisticsQuery = z.strictObject({
  by: z.enum(STATISTIC_DIMENSIONS).default('month'),
  from: month.optional().describe('The first month; by default twelve months are counted'),
  until: month.optional().describe('The last month; by default the present one'),
});

const share = z.number().nullable().describe('0 to 1; null where it would tell of too few');
const hours = z
  .object({ median: z.number().nullable(), p90: z.number().nullable() })
  .describe('Of seconds to three significant digits: off by half a percent at most');
const measures = {
  submissions: z.int(),
  hoursToRegistration: hours,
  hoursToDecision: hours,
  overdue: share,
  bothWays: share,
  saved: z.object({ visits: z.number(), hours: z.number(), sheets: z.number() }),
  satisfaction: z.object({ mean: z.number().nullable(), answers: z.int().nullable() }),
};
/** Counted back from a month that was asked for, so it may lie before all that can be. */
const counted = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
export const Statistics = z
  .object({
    by: z.enum(STATISTIC_DIMENSIONS),
    from: counted,
    until: counted,
    at: instant,
    minimum: z.int().describe('What would tell of fewer submissions is not counted in'),
    assumptions: z
      .object({ visits: z.number(), hoursEachVisit: z.number(), sheets: z.number() })
      .describe('What one document sent online is taken to save'),
    total: z.object(measures),
    items: z.array(z.object({ value: z.string(), ...measures })),
  })
  .openapi('Statistics');
