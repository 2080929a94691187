import type { Db, Tx } from './knex';

export interface FileRow {
  id: string;
  owner: string;
  submissionId: string | null;
  /** The form's attachment rule that it was sent under. */
  rule: string | null;
  /** The version of the content that it came with. */
  contentVersion: number;
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  scan: 'clean' | 'infected' | 'not_scanned' | 'pending';
  uploadedAt: Date;
}

const COLUMNS = `id, owner, submission_id AS "submissionId", rule, content_version AS "contentVersion", name, media_type AS "mediaType", bytes, sha256,
  scan, uploaded_at AS "uploadedAt"`;

/** Where a file's bytes are: under its owner's upload, moved nowhere when it is submitted. */
export const fileKey = (fileId: string): string => `uploads/${fileId}`;

export async function insertFile(
  tx: Tx,
  file: Omit<FileRow, 'submissionId' | 'rule' | 'contentVersion'>,
): Promise<void> {
  await tx('files').insert({
    id: file.id,
    owner: file.owner,
    name: file.name,
    media_type: file.mediaType,
    bytes: file.bytes,
    sha256: file.sha256,
    scan: file.scan,
    uploaded_at: file.uploadedAt,
  });
}

export async function findFile(db: Db | Tx, id: string): Promise<FileRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM files WHERE id = ?`, [id]);
  return rows[0];
}

/** The actor's own files among `ids`, locked so that two submissions cannot take the same one. */
export async function lockOwnFiles(tx: Tx, owner: string, ids: string[]): Promise<FileRow[]> {
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM files WHERE owner = ? AND id = ANY (?::uuid[]) ORDER BY id FOR UPDATE`,
    [owner, ids],
  );
  return rows;
}

/** From now on the file belongs to one submission. */
export async function attachFile(
  tx: Tx,
  id: string,
  to: { submissionId: string; rule: string; contentVersion: number },
): Promise<void> {
  const { submissionId, rule, contentVersion } = to;
  await tx('files')
    .where({ id })
    .update({ submission_id: submissionId, rule, content_version: contentVersion });
}

export async function listFiles(db: Db | Tx, submissionId: string): Promise<FileRow[]> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM files WHERE submission_id = ? ORDER BY id`, [
    submissionId,
  ]);
  return rows;
}

/** Those of several submissions. */
export async function listFilesOfEach(db: Db | Tx, submissions: string[]): Promise<FileRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM files WHERE submission_id = ANY (?::uuid[]) ORDER BY submission_id, id`,
    [submissions],
  );
  return rows;
}

export async function recordScan(db: Db, id: string, scan: FileRow['scan']): Promise<void> {
  await db('files').where({ id }).update({ scan });
}
