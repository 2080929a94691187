import { validate as isUuid } from 'uuid';
import type { EvidenceEvent } from '../domain/evidence';
import type { Db, Tx } from './knex';

export interface EvidenceRow {
  id: string;
  submissionId: string;
  sequence: number;
  event: EvidenceEvent;
  at: Date;
  commandSeq: number;
  /** The RFC 8785 bytes that were signed. */
  payload: string;
  jws: string;
  digest: string;
}

const COLUMNS = `id, submission_id AS "submissionId", sequence, event, at, command_seq AS "commandSeq",
  payload, jws, digest`;

export async function listEvidences(db: Db | Tx, submissionId: string): Promise<EvidenceRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM evidences WHERE submission_id = ? ORDER BY sequence`,
    [submissionId],
  );
  return rows;
}

export async function findEvidence(
  db: Db | Tx,
  submissionId: string,
  id: string,
): Promise<EvidenceRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM evidences WHERE submission_id = ? AND id = ?`, [
    submissionId,
    id,
  ]);
  return rows[0];
}

/** For the check of a receipt by whoever holds it: the digest alone opens it. */
export async function findEvidenceByDigest(db: Db | Tx, digest: string): Promise<EvidenceRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM evidences WHERE digest = ?`, [digest]);
  return rows[0];
}

/** Whether a key has ever signed here: then it must not be replaced by a new one unnoticed. */
export async function hasEvidence(db: Db): Promise<boolean> {
  const { rows } = await db.raw('SELECT EXISTS (SELECT 1 FROM evidences) AS "has"');
  return rows[0].has;
}

/** Whose these evidences are; those that do not exist are left out, and so is what is no id at all. */
export async function submissionsOfEvidences(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Pick<EvidenceRow, 'id' | 'submissionId'>[]> {
  const { rows } = await db.raw(
    `SELECT id, submission_id AS "submissionId" FROM evidences WHERE id = ANY (?::uuid[])`,
    [ids.filter(isUuid)],
  );
  return rows;
}
