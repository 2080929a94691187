import type { Period, Retention } from '../domain/form';
import type { Ladder } from '../domain/ladder';
import type { RecordsKind } from '../domain/records';
import type { HolidayOverride } from '../domain/working-calendar';
import type { Tx } from './knex';

/** What a registration depends on: the office's calendar and, for a form, its period and retention. */
export interface RegistrationTerms {
  timeZone: string;
  country: string;
  active: boolean;
  overrides: HolidayOverride[];
  period: Period | null;
  retention: Retention | null;
  /** The office's own steps against silence. */
  ladder: Partial<Ladder> | null;
  records: RecordsKind;
}

/**
 * Those of the office's country first, its own last: the last one holds.
 * @returns undefined when there is no such office
 */
export async function findRegistrationTerms(
  tx: Tx,
  office: string,
  submission: { form: string | null; formVersion: number | null },
): Promise<RegistrationTerms | undefined> {
  const { rows } = await tx.raw(
    `SELECT o.time_zone AS "timeZone", o.country, o.active, o.ladder, o.records,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('date', to_char(h.date, 'YYYY-MM-DD'), 'effect', h.effect)
           ORDER BY h.office NULLS FIRST, h.date)
         FROM holidays h WHERE h.office IS NULL OR h.office = o.code), '[]') AS overrides,
       v.definition -> 'period' AS period, v.definition -> 'retention' AS retention
     FROM offices o LEFT JOIN form_versions v ON v.form = ? AND v.version = ?
     WHERE o.code = ?`,
    [submission.form, submission.formVersion, office],
  );
  return rows[0];
}

/** By what a record's retention is counted. */
export type RetentionTerms = Pick<RegistrationTerms, 'timeZone' | 'country' | 'retention'>;

/** Of the office that has the record. @throws Error when there is no such office */
export async function requireRetentionTerms(
  tx: Tx,
  office: string,
  submission: { form: string | null; formVersion: number | null },
): Promise<RetentionTerms> {
  const terms = await findRegistrationTerms(tx, office, submission);
  if (terms === undefined) throw new Error(`Office ${office} is unknown.`);
  return terms;
}
