import type { ContentCipher } from '../adapters/content-cipher';
import type { FilePlace } from '../adapters/files';
import { openOne, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

/** A file that is being sent piece by piece. */
export interface PartialUploadRow {
  id: string;
  owner: string;
  /** How long the file is to be. */
  bytes: number;
  /** How much of it is here. */
  received: number;
  parts: number;
  movedAt: Date;
  /** The file that it became. */
  fileId: string | null;
  contentKey: string;
}

export interface PartRow {
  id: string;
  /** Where in the file it begins. */
  begins: number;
  bytes: number;
  sha256: string;
}

const COLUMNS = `id, owner, bytes, received, parts, moved_at AS "movedAt", file_id AS "fileId", content_key AS "contentKey"`;

/** Where the bytes of a part are, sealed under the key of the upload. */
export const placeOfPart = (id: string, contentKey: string): FilePlace => ({
  key: `parts/${id}`,
  under: contentKey,
});

export async function insertPartialUpload(
  tx: Tx,
  cipher: Pick<ContentCipher, 'seal'>,
  upload: Pick<PartialUploadRow, 'id' | 'owner' | 'bytes' | 'contentKey'> & { name: string; at: Date },
): Promise<void> {
  const { id, owner, bytes, contentKey, name, at } = upload;
  const sealed = await sealContent(cipher, contentKey, { table: 'partial_uploads', row: id }, { name });
  await tx('partial_uploads').insert({ id, owner, bytes, content_key: contentKey, sealed, moved_at: at });
}

export async function findPartialUpload(db: Db | Tx, id: string): Promise<PartialUploadRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM partial_uploads WHERE id = ?`, [id]);
  return rows[0];
}

/** Under its lock, since of two parts that begin at the same place one counts. */
export async function lockPartialUpload(tx: Tx, id: string): Promise<PartialUploadRow | undefined> {
  const { rows } = await tx.raw(`SELECT ${COLUMNS} FROM partial_uploads WHERE id = ? FOR UPDATE`, [id]);
  return rows[0];
}

/** @throws GongmunError `content.destroyed`, `keys.unavailable` */
export async function nameOfPartialUpload(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  { id, contentKey }: PartialUploadRow,
): Promise<string> {
  const row = await db('partial_uploads').where({ id }).first('sealed');
  const kept = { row: id, key: contentKey, sealed: row.sealed as Buffer, plain: null };
  return (await openOne<{ name: string }>(cipher, 'partial_uploads', kept)).name;
}

/** The part follows what is here; the upload's row is locked. */
export async function addPart(tx: Tx, upload: PartialUploadRow, part: PartRow, at: Date): Promise<void> {
  await tx('upload_parts').insert({ ...part, upload_id: upload.id });
  await tx('partial_uploads')
    .where({ id: upload.id })
    .update({ received: part.begins + part.bytes, parts: upload.parts + 1, moved_at: at });
}

export async function listParts(db: Db | Tx, uploadId: string): Promise<PartRow[]> {
  return db('upload_parts')
    .where({ upload_id: uploadId })
    .orderBy('begins')
    .select('id', 'begins', 'bytes', 'sha256');
}

/** What it became; its parts are forgotten. */
export async function becameFile(tx: Tx, uploadId: string, fileId: string): Promise<void> {
  await tx('partial_uploads').where({ id: uploadId }).update({ file_id: fileId });
  await tx('upload_parts').where({ upload_id: uploadId }).delete();
}

/** How many of a person's are not whole yet. */
export async function countUnfinished(tx: Tx, owner: string): Promise<number> {
  const { rows } = await tx.raw(
    'SELECT count(*)::integer AS count FROM partial_uploads WHERE owner = ? AND file_id IS NULL',
    [owner],
  );
  return rows[0].count;
}

/** Those that have not moved since, whole or not. */
export async function idlePartialUploads(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db('partial_uploads')
    .where('moved_at', '<', before)
    .orderBy('moved_at')
    .limit(limit)
    .select('id');
  return rows.map(({ id }: { id: string }) => id);
}

export async function removePartialUpload(tx: Tx, id: string): Promise<void> {
  await tx('upload_parts').where({ upload_id: id }).delete();
  await tx('partial_uploads').where({ id }).delete();
}
