import type { ReaderCapacity, Reading } from '../domain/readings';
import type { Words } from '../domain/words';
import type { Db, Tx } from './knex';

export interface ReaderRow {
  id: string;
  at: Date;
  action: Reading;
  capacity: ReaderCapacity;
  office: string | null;
  officeName: Words | null;
  /** Where the office named its readers when it was read. */
  name: string | null;
  subjects: string[] | null;
}

/** Who but the party read a submission, lists that showed it included. Oldest first; ids are time-ordered. */
export async function listReaders(
  tx: Tx,
  submissionId: string,
  page: { actions: readonly Reading[]; after: string | undefined; limit: number },
): Promise<ReaderRow[]> {
  const { rows } = await tx.raw(
    `SELECT a.id, a.at, a.action, a.capacity, a.office, o.name AS "officeName", a.subjects,
       CASE WHEN a.capacity = 'official' AND a.at >= o.names_readers_since THEN p.name END AS name
     FROM audit_entries a
     LEFT JOIN offices o ON o.code = a.office
     LEFT JOIN people p ON p.id = a.actor
     WHERE (a.submission_id = :submissionId OR a.subjects @> to_jsonb(CAST(:submissionId AS text)))
       AND a.action = ANY (:actions) AND a.capacity <> 'party'
       AND (CAST(:after AS uuid) IS NULL OR a.id > CAST(:after AS uuid))
     ORDER BY a.id LIMIT :limit`,
    { submissionId, actions: [...page.actions], after: page.after ?? null, limit: page.limit },
  );
  return rows;
}

export interface ReaderPolicy {
  office: string;
  /** Whether a party is told the names of the office's officials who read its document. */
  namesReaders: boolean;
  /** From when on; earlier readings stay without a name. */
  since: Date | null;
}

export async function findReaderPolicy(db: Db | Tx, office: string): Promise<ReaderPolicy | undefined> {
  const { rows } = await db.raw(
    `SELECT code AS office, names_readers AS "namesReaders", names_readers_since AS since
     FROM offices WHERE code = ?`,
    [office],
  );
  return rows[0];
}

export async function nameReadersFrom(tx: Tx, office: string, at: Date): Promise<void> {
  await tx('offices')
    .where({ code: office, names_readers: false })
    .update({ names_readers: true, names_readers_since: at });
}

export async function nameReadersNoMore(tx: Tx, office: string): Promise<void> {
  await tx('offices').where({ code: office }).update({ names_readers: false, names_readers_since: null });
}
