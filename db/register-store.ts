import type { Retention } from '../domain/form';
import type { Db, Tx } from './knex';

export interface Registration {
  submissionId: string;
  leg: number;
  office: string;
  year: number;
  seq: number;
  number: string;
  form: string | null;
  retention: Retention;
  receivedAt: Date;
  registeredAt: Date;
}

/**
 * The next number of an office's series for a year, and the entry that uses it, in the caller's transaction:
 * when that rolls back the number was never taken, so the register has no gaps (design §3).
 */
export async function enterInRegister(
  tx: Tx,
  entry: Omit<Registration, 'seq' | 'number'>,
): Promise<{ seq: number; number: string }> {
  const { rows } = await tx.raw(
    `WITH taken AS (
       INSERT INTO registration_series AS r (office, year, last_seq) VALUES (:office, :year, 1)
       ON CONFLICT (office, year) DO UPDATE SET last_seq = r.last_seq + 1 RETURNING last_seq
     )
     INSERT INTO registrations (submission_id, leg, office, year, seq, number, form, retention, received_at,
       registered_at)
     SELECT :submissionId, :leg, :office, :year, last_seq, :office || '-' || :year || '-' || last_seq, :form,
       :retention, :receivedAt, :registeredAt
     FROM taken RETURNING seq, number`,
    { ...entry, retention: JSON.stringify(entry.retention) },
  );
  return rows[0];
}

/** A submission's registrations, one for each leg, in order. */
export async function listRegistrations(
  tx: Tx,
  submissionId: string,
): Promise<Pick<Registration, 'leg' | 'office' | 'number' | 'registeredAt'>[]> {
  const { rows } = await tx.raw(
    `SELECT leg, office, number, registered_at AS "registeredAt" FROM registrations WHERE submission_id = ? ORDER BY leg`,
    [submissionId],
  );
  return rows;
}

/** An entry, with the number under which a transfer was registered elsewhere. */
export interface RegisterEntry extends Registration {
  continuedAs: string | null;
}

export interface RegisterReading {
  entries: RegisterEntry[];
  /** Numbers up to the series' last that have no entry; empty in a sound register. */
  gaps: number[];
  lastSeq: number;
}

/** One office's register for a year with its own check: the series' last number against the entries. */
export async function readRegister(
  db: Db,
  office: string,
  year: number,
  page: { afterSeq: number; limit: number },
): Promise<RegisterReading> {
  const series = await db('registration_series').where({ office, year }).first('last_seq');
  const lastSeq: number = series?.last_seq ?? 0;
  const { rows: entries } = await db.raw(
    `SELECT r.submission_id AS "submissionId", r.leg, r.office, r.year, r.seq, r.number, r.form, r.retention,
       r.received_at AS "receivedAt", r.registered_at AS "registeredAt", n.number AS "continuedAs"
     FROM registrations r
     LEFT JOIN registrations n ON n.submission_id = r.submission_id AND n.leg = r.leg + 1
     WHERE r.office = ? AND r.year = ? AND r.seq > ? ORDER BY r.seq LIMIT ?`,
    [office, year, page.afterSeq, page.limit],
  );
  const { rows: gaps } = await db.raw(
    `SELECT n FROM generate_series(1, ?::int) n
     WHERE NOT EXISTS (SELECT 1 FROM registrations r WHERE r.office = ? AND r.year = ? AND r.seq = n)
     ORDER BY n LIMIT 1000`,
    [lastSeq, office, year],
  );
  return { entries, gaps: gaps.map((row: { n: number }) => row.n), lastSeq };
}

/** The registration that held at an instant; undefined before the first. */
export async function registrationAt(
  db: Db | Tx,
  submissionId: string,
  at: string,
): Promise<{ office: string; number: string } | undefined> {
  const { rows } = await db.raw(
    `SELECT office, number FROM registrations WHERE submission_id = ? AND registered_at <= ?
     ORDER BY leg DESC LIMIT 1`,
    [submissionId, at],
  );
  return rows[0];
}
