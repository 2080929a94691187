import type { ContentCipher } from '../adapters/content-cipher';
import type { RoutingRule } from '../domain/form';
import { openOne } from './kept-content';
import type { Db } from './knex';

export interface RoutingFacts {
  /** Null for a letter, and for what was taken in at a counter: it is registered where it came. */
  routing: RoutingRule | null;
  /** Only where the rule looks at them. */
  answers: string | null;
  requestedOffice: string | null;
}

/** What decides where a submission goes. */
export async function findRoutingFacts(
  db: Db,
  cipher: Pick<ContentCipher, 'open'>,
  submissionId: string,
): Promise<RoutingFacts> {
  const { rows } = await db.raw(
    `SELECT CASE WHEN s.channel = 'online' THEN v.definition -> 'routing' END AS routing, s.requested_office AS "requestedOffice",
       s.content_key AS key, c.submission_id AS row, c.sealed, c.plain
     FROM submissions s
     LEFT JOIN form_versions v ON v.form = s.form AND v.version = s.form_version
     LEFT JOIN submission_contents c ON c.submission_id = s.id
       AND s.channel = 'online' AND v.definition -> 'routing' ->> 'kind' = 'by_field'
     WHERE s.id = ?`,
    [submissionId],
  );
  if (rows.length === 0) return { routing: null, answers: null, requestedOffice: null };
  const { routing, requestedOffice, ...kept } = rows[0];
  if (kept.row === null) return { routing, answers: null, requestedOffice };
  const { answers } = await openOne<{ answers: string | null }>(cipher, 'submission_contents', kept);
  return { routing, answers, requestedOffice };
}
