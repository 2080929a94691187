import { z } from 'zod';
import { DISPOSAL_DECISIONS, DISPOSALS, HOLD_REASONS, REVIEW_REASONS } from '../domain/disposal';
import { code, instant, PageQuery, text, uuid } from './schemas';

/** Records: what is held, what is due, and what becomes of it. */

const oneLine = text(200).refine((value) => /^\P{Cc}+$/u.test(value), 'One line.');
const date = z.iso.date().regex(/^(19|20|21)/, 'A date from 1900 to 2199.');

export const NewHold = z.strictObject({ reason: z.enum(HOLD_REASONS), words: text(10_000) });
export const HoldRelease = z.strictObject({ hold: uuid, words: text(10_000) });
export const DisposalReview = z
  .strictObject({
    decision: z.enum(DISPOSAL_DECISIONS),
    reason: z.enum(REVIEW_REASONS),
    words: text(10_000),
    until: date.optional().describe('Of `keep`: when it is due again, a date at the office'),
    archive: code.optional().describe('Of `transfer`: the archive that is to have it'),
  })
  .refine(({ decision, until }) => (decision === 'keep') === (until !== undefined), {
    message: 'What is kept on is kept until a date, and only that.',
    path: ['until'],
  })
  .refine(({ decision, archive }) => (decision === 'transfer') === (archive !== undefined), {
    message: 'What is transferred names its archive, and only that.',
    path: ['archive'],
  })
  .openapi('DisposalReview');
export const TransferConfirmation = z.strictObject({
  number: oneLine.describe('Under which the archive keeps it'),
});

export const DisposalsQuery = PageQuery.extend({ disposal: z.enum(DISPOSALS).optional() });
export const Disposals = z.object({
  items: z.array(
    z
      .object({
        submission: uuid,
        office: code,
        registrationNumber: z.string().nullable(),
        form: z.string().nullable(),
        disposal: z.enum(DISPOSALS),
        holds: z.array(z.string()),
        closedAt: instant.nullable(),
        disposeAt: instant.nullable(),
      })
      .openapi('RecordDue'),
  ),
  nextCursor: z.string().optional(),
});
