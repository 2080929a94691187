import type { Retention } from '../domain/form';
import type { Tx } from './knex';

export interface RetentionTerms {
  timeZone: string;
  country: string;
  /** Of the form in the version it was filled in; null for a letter. */
  retention: Retention | null;
}

/** By what a record's retention is counted. @throws Error when there is no such office */
export async function findRetentionTerms(
  tx: Tx,
  office: string,
  submission: { form: string | null; formVersion: number | null },
): Promise<RetentionTerms> {
  const { rows } = await tx.raw(
    `SELECT o.time_zone AS "timeZone", o.country, v.definition -> 'retention' AS retention
     FROM offices o LEFT JOIN form_versions v ON v.form = ? AND v.version = ? WHERE o.code = ?`,
    [submission.form, submission.formVersion, office],
  );
  if (rows[0] === undefined) throw new Error(`Office ${office} is unknown.`);
  return rows[0];
}
