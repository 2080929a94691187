import type { Db, Tx } from './knex';

export interface Outgoing {
  documentId: string;
  office: string;
  year: number;
  registeredAt: Date;
}

/**
 * The next number of what an office sends, and the entry that uses it, in the caller's transaction: when that rolls back
 * the number was never taken, so there are no gaps (design §3). It is a series of its own, beside that of what comes; the
 * slash, which no office's code has, keeps the two kinds of numbers apart.
 */
export async function enterOutgoing(tx: Tx, entry: Outgoing): Promise<{ seq: number; number: string }> {
  const { rows } = await tx.raw(
    `WITH taken AS (
       INSERT INTO outgoing_series AS r (office, year, last_seq) VALUES (:office, :year, 1)
       ON CONFLICT (office, year) DO UPDATE SET last_seq = r.last_seq + 1 RETURNING last_seq
     )
     INSERT INTO outgoing_registrations (document_id, office, year, seq, number, registered_at)
     SELECT :documentId, :office, :year, last_seq, :office || '/' || :year || '-' || last_seq, :registeredAt
     FROM taken RETURNING seq, number`,
    { ...entry },
  );
  return rows[0];
}

/** Numbers of what offices sent that are missing, that no series gave, or whose document does not have them. */
export async function outgoingFaults(db: Db): Promise<{ row: string; what: string }[]> {
  const { rows } = await db.raw(
    `SELECT s.office || ':' || s.year || ':' || n AS row, 'has no entry: the series has a gap' AS what
     FROM outgoing_series s CROSS JOIN LATERAL generate_series(1, s.last_seq) AS n
     WHERE NOT EXISTS (SELECT 1 FROM outgoing_registrations r
       WHERE r.office = s.office AND r.year = s.year AND r.seq = n)
     UNION ALL
     SELECT r.document_id::text, 'has a number that its series has not given: ' || r.number
     FROM outgoing_registrations r LEFT JOIN outgoing_series s ON s.office = r.office AND s.year = r.year
     WHERE s.last_seq IS NULL OR r.seq > s.last_seq
     UNION ALL
     SELECT d.id::text, 'and its entry in the register do not have the same number'
     FROM official_documents d FULL JOIN outgoing_registrations r ON r.document_id = d.id
     WHERE d.number IS DISTINCT FROM r.number AND COALESCE(d.number, r.number) IS NOT NULL
     ORDER BY 1 LIMIT 1000`,
  );
  return rows;
}
