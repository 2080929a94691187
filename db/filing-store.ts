import { v7 as uuid } from 'uuid';
import type { ContentCipher } from '../adapters/content-cipher';
import type { State } from '../domain/submission';
import { type ContentVersion, KEPT_VERSIONS, type KeptVersion, openVersions } from './content-store';
import type { Db, Tx } from './knex';

/** A registration in the queue of an office's own system, with what its register and its submission say now. */
export interface FilingRow {
  id: string;
  submissionId: string;
  leg: number;
  office: string;
  /** Its place in the office's queue: in the order of the commits, without gaps. */
  position: number;
  /** The office's own number, once confirmed. */
  number: string | null;
  confirmedAt: Date | null;
  registrationNumber: string;
  receivedAt: Date;
  registeredAt: Date;
  /** The number at the office that it was transferred to. */
  continuedAs: string | null;
  kind: 'form' | 'letter';
  form: string | null;
  formVersion: number | null;
  organisation: string | null;
  /** Of the submission, wherever it is now. */
  state: State;
  presentLeg: number;
  dueAt: Date | null;
}

const SELECT = `SELECT f.id, f.submission_id AS "submissionId", f.leg, f.office, f.position, f.number,
    f.confirmed_at AS "confirmedAt", r.number AS "registrationNumber", r.received_at AS "receivedAt",
    r.registered_at AS "registeredAt", n.number AS "continuedAs", s.kind, s.form, s.form_version AS "formVersion",
    s.party_organisation AS organisation, s.state, s.leg AS "presentLeg", s.due_at AS "dueAt"
  FROM filings f
  JOIN registrations r ON r.submission_id = f.submission_id AND r.leg = f.leg
  JOIN submissions s ON s.id = f.submission_id
  LEFT JOIN registrations n ON n.submission_id = f.submission_id AND n.leg = f.leg + 1`;

/** Puts a registration at the end of the office's queue, in the transaction that registers it. */
export async function insertFiling(
  tx: Tx,
  filing: Pick<FilingRow, 'submissionId' | 'leg' | 'office'>,
): Promise<void> {
  await tx.raw(
    `WITH taken AS (
       INSERT INTO filing_series AS s (office, last_position) VALUES (:office, 1)
       ON CONFLICT (office) DO UPDATE SET last_position = s.last_position + 1 RETURNING last_position
     )
     INSERT INTO filings (id, submission_id, leg, office, position)
     SELECT CAST(:id AS uuid), CAST(:submissionId AS uuid), CAST(:leg AS integer), :office, last_position FROM taken`,
    { id: uuid(), ...filing },
  );
}

export async function findFiling(db: Db | Tx, id: string): Promise<FilingRow | undefined> {
  const { rows } = await db.raw(`${SELECT} WHERE f.id = ?`, [id]);
  return rows[0];
}

export async function findFilingByNumber(
  db: Db | Tx,
  office: string,
  number: string,
): Promise<FilingRow | undefined> {
  const { rows } = await db.raw(`${SELECT} WHERE f.office = ? AND f.number = ?`, [office, number]);
  return rows[0];
}

/** Whether the submission's registration with its present office went into the queue of the office's own system. */
export async function hasFiling(db: Db | Tx, submissionId: string, leg: number): Promise<boolean> {
  return (await db('filings').where({ submission_id: submissionId, leg }).first('id')) !== undefined;
}

const STATE = { waiting: 'AND f.number IS NULL', confirmed: 'AND f.number IS NOT NULL' };

export async function listFilings(
  db: Db | Tx,
  office: string,
  page: { state?: keyof typeof STATE | undefined; after: number; limit: number },
): Promise<FilingRow[]> {
  const { rows } = await db.raw(
    `${SELECT} WHERE f.office = ? AND f.position > ? ${page.state === undefined ? '' : STATE[page.state]}
     ORDER BY f.position LIMIT ?`,
    [office, page.after, page.limit],
  );
  return rows;
}

export type FiledContent = Omit<ContentVersion, 'at'> & { submissionId: string };

/** The newest version of each document that is still with the office of its filing; of one sent on or destroyed, none. */
export async function newestContents(
  tx: Tx,
  cipher: Pick<ContentCipher, 'open'>,
  filings: string[],
): Promise<FiledContent[]> {
  const { rows } = await tx.raw(
    `SELECT DISTINCT ON (submission) * FROM (${KEPT_VERSIONS}) kept
     WHERE submission IN (
       SELECT s.id FROM filings f JOIN submissions s ON s.id = f.submission_id AND s.leg = f.leg
       WHERE f.id = ANY (?::uuid[]))
     ORDER BY submission, version DESC`,
    [filings],
  );
  const versions = await openVersions(cipher, rows);
  return rows.flatMap(({ submission }: KeptVersion & { submission: string }, n: number): FiledContent[] => {
    const version = versions[n];
    return version === undefined ? [] : [{ ...version, submissionId: submission }];
  });
}

/** @throws a unique violation on `filings_office_number_key` where the office's number stands for another one */
export async function confirmFiling(
  tx: Tx,
  id: string,
  confirmation: { number: string; at: Date; by: string },
): Promise<void> {
  const { number, at, by } = confirmation;
  await tx('filings').where({ id }).update({ number, confirmed_at: at, confirmed_by: by });
}
