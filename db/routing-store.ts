import type { RoutingRule } from '../domain/form';
import type { Db } from './knex';

export interface RoutingFacts {
  /** Null for a letter, and for what was taken in at a counter: it is registered where it came. */
  routing: RoutingRule | null;
  /** Only where the rule looks at them. */
  answers: string | null;
  requestedOffice: string | null;
}

/** What decides where a submission goes. */
export async function findRoutingFacts(db: Db, submissionId: string): Promise<RoutingFacts> {
  const { rows } = await db.raw(
    `SELECT CASE WHEN s.channel = 'online' THEN v.definition -> 'routing' END AS routing, s.requested_office AS "requestedOffice",
       CASE WHEN v.definition -> 'routing' ->> 'kind' = 'by_field' THEN c.answers END AS answers
     FROM submissions s
     LEFT JOIN form_versions v ON v.form = s.form AND v.version = s.form_version
     LEFT JOIN submission_contents c ON c.submission_id = s.id
     WHERE s.id = ?`,
    [submissionId],
  );
  return rows[0] ?? { routing: null, answers: null, requestedOffice: null };
}
