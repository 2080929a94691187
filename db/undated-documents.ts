import type { Retention } from '../domain/form';
import type { Tx } from './knex';

interface UndatedDocument {
  id: string;
  retention: Retention;
  dispatchedAt: Date;
  removeAt: Date;
  country: string;
  timeZone: string;
}

/** Documents that were dispatched, are not kept for ever, and have no date of disposal; locked, another worker takes others. */
export async function lockUndatedDocuments(tx: Tx, limit: number): Promise<UndatedDocument[]> {
  const { rows } = await tx.raw(
    `SELECT d.id, d.retention, b.dispatched_at AS "dispatchedAt", b.remove_at AS "removeAt", o.country,
       o.time_zone AS "timeZone"
     FROM official_documents d JOIN dispatches b ON b.document_id = d.id JOIN offices o ON o.code = d.office
     WHERE d.state = 'dispatched' AND d.dispose_at IS NULL AND d.retention ->> 'class' = 'years'
     ORDER BY d.id LIMIT ? FOR UPDATE OF d SKIP LOCKED`,
    [limit],
  );
  return rows;
}

/** And what is due next of it, if nothing is before. Nobody acts: neither its version nor its evidence grows. */
export async function dateDocument(tx: Tx, id: string, disposeAt: Date): Promise<void> {
  await tx('official_documents').where({ id }).update({ dispose_at: disposeAt });
  await tx.raw('UPDATE dispatches SET next_due_at = LEAST(next_due_at, :disposeAt) WHERE document_id = :id', {
    id,
    disposeAt,
  });
}
