import type { ContentCipher } from '../adapters/content-cipher';
import type { RoutingRule } from '../domain/form';
import { openOne } from './kept-content';
import type { Db, Tx } from './knex';

/** What decides where a submission goes, and what can stand in the way: one question, for it is asked of every one. */
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

/** @returns undefined when there is no such submission */
export async function findRoutingFacts(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  submissionId: string,
): Promise<RoutingFacts | undefined> {
  const { rows } = await db.raw(
    `SELECT CASE WHEN s.channel = 'online' THEN v.definition -> 'routing' END AS routing, s.requested_office AS "requestedOffice",
       COALESCE(f.withdrawn, false) AS withdrawn,
       EXISTS (SELECT 1 FROM files WHERE submission_id = s.id AND scan = 'infected') AS infected,
       s.content_key AS key, c.submission_id AS row, c.sealed, c.plain
     FROM submissions s
     LEFT JOIN forms f ON f.id = s.form
     LEFT JOIN form_versions v ON v.form = s.form AND v.version = s.form_version
     LEFT JOIN submission_contents c ON c.submission_id = s.id
       AND s.channel = 'online' AND v.definition -> 'routing' ->> 'kind' = 'by_field'
     WHERE s.id = ?`,
    [submissionId],
  );
  if (rows[0] === undefined) return undefined;
  const { routing, requestedOffice, withdrawn, infected, ...kept } = rows[0];
  const facts = { routing, requestedOffice, withdrawn, infected };
  if (kept.row === null) return { ...facts, answers: null };
  const { answers } = await openOne<{ answers: string | null }>(cipher, 'submission_contents', kept);
  return { ...facts, answers };
}
