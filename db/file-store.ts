import type { ContentCipher } from '../adapters/content-cipher';
import type { FilePlace } from '../adapters/files';
import { contentDestroyed } from '../domain/content-destroyed';
import { type Kept, openEach, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

export interface FileRow {
  id: string;
  owner: string;
  submissionId: string | null;
  /** The official document that it goes with. */
  documentId: string | null;
  /** The draft that it waits in to be sent. */
  draftId: string | null;
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
  /** Its own, from the upload on; null of what came before there were keys and is not sealed yet. */
  contentKey: string | null;
}

type Opens = Pick<ContentCipher, 'open'>;

const COLUMNS = `id, owner, submission_id AS "submissionId", document_id AS "documentId", draft_id AS "draftId", rule, content_version AS "contentVersion",
  media_type AS "mediaType", bytes, sha256, scan, uploaded_at AS "uploadedAt", content_key AS "contentKey", sealed, plain`;

/** Where a file's bytes are, moved nowhere when it is submitted; those under a key lie apart from those without. */
export const placeOfFile = ({ id, contentKey }: Pick<FileRow, 'id' | 'contentKey'>): FilePlace => ({
  key: contentKey === null ? `uploads/${id}` : `sealed/${id}`,
  under: contentKey,
});

export type NewFile = Omit<
  FileRow,
  'submissionId' | 'documentId' | 'draftId' | 'rule' | 'contentVersion' | 'contentKey'
> & {
  contentKey: string;
};

export async function insertFile(tx: Tx, cipher: Pick<ContentCipher, 'seal'>, file: NewFile): Promise<void> {
  const { name, contentKey } = file;
  await tx('files').insert({
    id: file.id,
    owner: file.owner,
    media_type: file.mediaType,
    bytes: file.bytes,
    sha256: file.sha256,
    scan: file.scan,
    uploaded_at: file.uploadedAt,
    content_key: contentKey,
    sealed: await sealContent(cipher, contentKey, { table: 'files', row: file.id }, { name }),
  });
}

export async function findFile(db: Db | Tx, cipher: Opens, id: string): Promise<FileRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM files WHERE id = ?`, [id]);
  return (await withNames(cipher, rows))[0];
}

/** The actor's own files among `ids`, locked so that two submissions cannot take the same one. */
export async function lockOwnFiles(
  tx: Tx,
  cipher: Opens,
  { owner, draft, ids }: { owner: string; draft: string | null; ids: string[] },
): Promise<FileRow[]> {
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM files WHERE (owner = ? OR draft_id = ?) AND id = ANY (?::uuid[]) ORDER BY id FOR UPDATE`,
    [owner, draft, ids],
  );
  return withNames(cipher, rows);
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
    .update({ submission_id: submissionId, draft_id: null, rule, content_version: contentVersion });
}

/** From now on the files wait in one draft, and those that did before are free again. */
export async function attachToDraft(
  tx: Tx,
  draftId: string,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  await tx.raw(
    `UPDATE files SET draft_id = CASE WHEN id = ANY (:ids::uuid[]) THEN :draftId::uuid END, free_since = :at
     WHERE id = ANY (:ids::uuid[]) OR draft_id = :draftId`,
    { draftId, ids: [...ids], at },
  );
}

/** What of a person's uploads is in no submission and no document, drafts included; one upload after the other, so that it holds. */
export async function freeUploadsOf(tx: Tx, owner: string): Promise<{ count: number; bytes: number }> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 28))', [owner]);
  const { rows } = await tx.raw(
    `SELECT count(*)::int AS count, COALESCE(sum(bytes), 0)::float8 AS bytes FROM files
     WHERE owner = ? AND submission_id IS NULL AND document_id IS NULL`,
    [owner],
  );
  return rows[0];
}

const FREE = `COALESCE(free_since, uploaded_at) < :before AND submission_id IS NULL AND document_id IS NULL
  AND draft_id IS NULL`;

/** Some of the uploads that nothing has taken since then, in no order: those that cannot be removed hold up no others. */
export async function freeUploads(db: Db, before: Date, limit: number): Promise<string[]> {
  const { rows } = await db.raw(`SELECT id FROM files WHERE ${FREE} ORDER BY random() LIMIT :limit`, {
    before,
    limit,
  });
  return rows.map(({ id }: { id: string }) => id);
}

/** @returns undefined where it is free no more, or somebody is taking it now */
export async function lockFreeUpload(
  tx: Tx,
  id: string,
  before: Date,
): Promise<Pick<FileRow, 'id' | 'contentKey'> | undefined> {
  const { rows } = await tx.raw(
    `SELECT id, content_key AS "contentKey" FROM files WHERE id = :id AND ${FREE} FOR UPDATE SKIP LOCKED`,
    { id, before },
  );
  return rows[0];
}

export async function removeFile(tx: Tx, id: string): Promise<void> {
  await tx('files').where({ id }).delete();
}

export async function listDraftFiles(db: Db | Tx, cipher: Opens, draftId: string): Promise<FileRow[]> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM files WHERE draft_id = ? ORDER BY id`, [draftId]);
  return withNames(cipher, rows);
}

/** From now on the files belong to one official document, and those that did before belong to none. */
export async function attachToDocument(
  tx: Tx,
  documentId: string,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  await tx.raw(
    `UPDATE files SET document_id = CASE WHEN id = ANY (:ids::uuid[]) THEN :documentId::uuid END, free_since = :at
     WHERE id = ANY (:ids::uuid[]) OR document_id = :documentId`,
    { documentId, ids: [...ids], at },
  );
}

export async function listDocumentFiles(db: Db | Tx, cipher: Opens, documentId: string): Promise<FileRow[]> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM files WHERE document_id = ? ORDER BY id`, [
    documentId,
  ]);
  return withNames(cipher, rows);
}

export async function listFiles(db: Db | Tx, cipher: Opens, submissionId: string): Promise<FileRow[]> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM files WHERE submission_id = ? ORDER BY id`, [
    submissionId,
  ]);
  return withNames(cipher, rows);
}

/** Those of several submissions. */
export async function listFilesOfEach(db: Db | Tx, cipher: Opens, submissions: string[]): Promise<FileRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM files WHERE submission_id = ANY (?::uuid[]) ORDER BY submission_id, id`,
    [submissions],
  );
  return withNames(cipher, rows);
}

/** @throws GongmunError `content.destroyed` where the key of one is gone */
async function withNames(cipher: Opens, rows: StoredFile[]): Promise<FileRow[]> {
  const kept = rows.map(({ id: row, contentKey: key, sealed, plain }) => ({ row, key, sealed, plain }));
  const names = await openEach<{ name: string }>(cipher, 'files', kept);
  return rows.map(({ sealed, plain, ...file }, n) => {
    const name = names[n]?.name;
    if (name === undefined) throw contentDestroyed();
    return { ...file, name };
  });
}

type StoredFile = Omit<FileRow, 'name'> & Pick<Kept, 'sealed' | 'plain'>;

export async function recordScan(db: Db, id: string, scan: FileRow['scan']): Promise<void> {
  await db('files').where({ id }).update({ scan });
}
