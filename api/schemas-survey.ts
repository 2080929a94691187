import { z } from 'zod';
import { code, instant, PageQuery, text, uuid } from './schemas';

/** What parties say when their matter has come to its end. */

export const NewSurveyAnswer = z.strictObject({
  rating: z.int().min(1).max(5).describe('How the matter was dealt with: 5 is best'),
  comment: text(2_000).optional(),
});
export const SurveyAnswer = z
  .object({
    submissionId: uuid,
    office: code,
    rating: z.int(),
    comment: z.string().nullable(),
    answeredAt: instant,
    handledAt: instant.nullable(),
    handledBy: z.string().nullable(),
  })
  .openapi('SurveyAnswer');
export const SurveyQuery = PageQuery.extend({ handled: z.enum(['yes', 'no']).optional() });
export const SurveyAnswers = z.object({ items: z.array(SurveyAnswer), nextCursor: z.string().optional() });
