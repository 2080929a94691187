import type { Disposal } from '../domain/disposal';
import type { Tx } from './knex';

/** A record of an office whose retention is over, or that is held. */
export interface DisposalRow {
  submissionId: string;
  office: string;
  registrationNumber: string | null;
  form: string | null;
  disposal: Disposal;
  holds: string[];
  closedAt: Date | null;
  disposeAt: Date | null;
}

/** As in the partial index. */
const ON_THE_LIST = `(disposal IN ('due', 'transfer', 'approved', 'begun') OR holds <> '{}')`;

/** In the order in which they fall due; what is held and not yet due, or kept for ever, comes last. */
export async function listDisposals(
  tx: Tx,
  office: string,
  asked: {
    disposal?: Disposal | undefined;
    after: { disposeAt: string; id: string } | undefined;
    limit: number;
  },
): Promise<DisposalRow[]> {
  const { rows } = await tx.raw(
    `SELECT id AS "submissionId", office, registration_number AS "registrationNumber", form, disposal, holds,
       closed_at AS "closedAt", dispose_at AS "disposeAt"
     FROM submissions
     WHERE office = :office AND ${ON_THE_LIST} AND (CAST(:disposal AS text) IS NULL OR disposal = :disposal)
       AND (CAST(:afterId AS uuid) IS NULL
         OR (COALESCE(dispose_at, 'infinity'), id) > (CAST(:afterAt AS timestamptz), CAST(:afterId AS uuid)))
     ORDER BY COALESCE(dispose_at, 'infinity'), id LIMIT :limit`,
    {
      office,
      disposal: asked.disposal ?? null,
      afterAt: asked.after?.disposeAt ?? null,
      afterId: asked.after?.id ?? null,
      limit: asked.limit,
    } as Record<string, unknown>,
  );
  return rows;
}
