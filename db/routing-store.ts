import type { ContentCipher } from '../adapters/content-cipher';
import type { RoutingRule } from '../domain/form';
import { COUNTS_BY_CALENDAR } from './calendar-lock';
import { openOne } from './kept-content';
import type { Db, Tx } from './knex';
import { SUBMISSION_COLUMNS, type SubmissionRow } from './submission-store';

/** What decides where a submission goes, and what can stand in its way. */
export interface RoutingFacts {
  /** Null for a letter, and for what was taken in at a counter: it is registered where it came. */
  routing: RoutingRule | null;
  /** Only where the rule looks at them. */
  answers: string | null;
  requestedOffice: string | null;
  /** The form was withdrawn meanwhile. */
  withdrawn: boolean;
  /** An attachment was found infected meanwhile. */
  infected: boolean;
}

/**
 * The row under its lock, as `lockSubmission` has it, with what routing needs: one round trip, for every submission takes
 * it. Outside a transaction the lock ends with the statement.
 */
export async function lockWithRouting(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  submissionId: string,
): Promise<{ row: SubmissionRow; facts: RoutingFacts } | undefined> {
  const { rows } = await db.raw(
    `SELECT ${SUBMISSION_COLUMNS}, CASE WHEN s.channel = 'online' THEN v.definition -> 'routing' END AS routing,
       COALESCE(f.withdrawn, false) AS withdrawn,
       EXISTS (SELECT 1 FROM files WHERE submission_id = s.id AND scan = 'infected') AS infected,
       c.submission_id AS "keptRow", c.sealed, c.plain
     FROM ${COUNTS_BY_CALENDAR}, submissions s
     LEFT JOIN forms f ON f.id = s.form
     LEFT JOIN form_versions v ON v.form = s.form AND v.version = s.form_version
     LEFT JOIN submission_contents c ON c.submission_id = s.id
       AND s.channel = 'online' AND v.definition -> 'routing' ->> 'kind' = 'by_field'
     WHERE s.id = ? FOR UPDATE OF s`,
    [submissionId],
  );
  if (rows[0] === undefined) return undefined;
  const { routing, withdrawn, infected, keptRow, sealed, plain, ...row } = rows[0];
  const facts = { routing, withdrawn, infected, requestedOffice: row.requestedOffice };
  if (keptRow === null) return { row, facts: { ...facts, answers: null } };
  const kept = { row: keptRow, key: row.contentKey, sealed, plain };
  const { answers } = await openOne<{ answers: string | null }>(cipher, 'submission_contents', kept);
  return { row, facts: { ...facts, answers } };
}
