import type { CommandRow } from './command-store';
import type { Db, Tx } from './knex';
import { SUBMISSION_COLUMNS, type SubmissionRow } from './submission-store';

/** What the answer to an act is made of, in one round trip: it follows every act there is. */
export interface ActReading {
  row: SubmissionRow;
  command: Pick<CommandRow, 'seq' | 'kind' | 'status' | 'result'> & {
    acceptedAt: string;
    appliedAt: string | null;
  };
  pending: Pick<CommandRow, 'seq' | 'kind' | 'facts'>[];
  /** The evidence of the act; of `submit` the SubmissionAcceptance. */
  evidence: { id: string; event: string; digest: string; jws: string } | null;
  /** Known of what was just written; otherwise read where it is shown. */
  trackingCode?: string;
}

export async function readAct(
  db: Db | Tx,
  submissionId: string,
  seq: number,
): Promise<ActReading | undefined> {
  const { rows } = await db.raw(
    `SELECT ${SUBMISSION_COLUMNS},
       jsonb_build_object('seq', k.seq, 'kind', k.kind, 'status', k.status, 'result', k.result,
         'acceptedAt', k.accepted_at, 'appliedAt', k.applied_at) AS command,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('seq', p.seq, 'kind', p.kind, 'facts', p.facts) ORDER BY p.seq)
         FROM commands p WHERE p.submission_id = s.id AND p.status = 'accepted'), '[]') AS pending,
       CASE WHEN e.id IS NULL THEN NULL ELSE
         jsonb_build_object('id', e.id, 'event', e.event, 'digest', e.digest, 'jws', e.jws) END AS evidence
     FROM submissions s
     JOIN commands k ON k.submission_id = s.id AND k.seq = ?
     LEFT JOIN evidences e ON e.submission_id = s.id AND
       CASE WHEN k.kind = 'submit' THEN e.sequence = 1 ELSE e.id = (k.result ->> 'evidenceId')::uuid END
     WHERE s.id = ?`,
    [seq, submissionId],
  );
  const found = rows[0];
  if (found === undefined) return undefined;
  const { command, pending, evidence, ...row } = found;
  return { row, command, pending, evidence };
}
