import type { Tx } from '../db/knex';
import { type RetentionTerms, requireRetentionTerms } from '../db/registration-terms';
import type { SubmissionRow } from '../db/submission-store';
import { LETTER_RETENTION } from '../domain/letter';
import { disposalDate, retentionCode, retentionRuleOf } from '../domain/retention';

/** What the end of a procedure makes of it: a record, with the class it is kept in and the instant it is due to go. */
export interface EndOfRecord {
  disposeAt: Date | null;
  facts: Record<string, string>;
}

/**
 * The retention of a record counts from its end, by the rule of its office's country.
 * @param row the submission as the end leaves it; what no office has registered is no record of an office
 * @param known the terms, where the step has read them
 */
export async function endOfRecord(
  tx: Tx,
  row: Pick<SubmissionRow, 'office' | 'form' | 'formVersion'>,
  endedAt: Date,
  known?: RetentionTerms,
): Promise<EndOfRecord | null> {
  if (row.office === null) return null;
  const { timeZone, country, retention } = known ?? (await requireRetentionTerms(tx, row.office, row));
  const kept = retention ?? LETTER_RETENTION;
  const rule = retentionRuleOf(country);
  const disposeAt = disposalDate(endedAt, kept, { rule, timeZone });
  return {
    disposeAt,
    facts: {
      retention: retentionCode(kept),
      retentionRule: rule,
      ...(disposeAt === null ? {} : { disposeAt: disposeAt.toISOString() }),
    },
  };
}
