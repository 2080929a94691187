import type { Db } from './knex';

export interface PrintedDocument {
  fileKey: string;
  sha256: string;
  bytes: number;
}

export async function findPrinted(
  db: Db,
  evidenceId: string,
  language: string,
): Promise<PrintedDocument | undefined> {
  const { rows } = await db.raw(
    `SELECT file_key AS "fileKey", sha256, bytes FROM printed_documents WHERE evidence_id = ? AND language = ?`,
    [evidenceId, language],
  );
  return rows[0];
}

/** Of two that render at once the first row stays; both then serve its bytes. */
export async function insertPrinted(
  db: Db,
  evidenceId: string,
  language: string,
  printed: PrintedDocument,
): Promise<PrintedDocument> {
  await db('printed_documents')
    .insert({
      evidence_id: evidenceId,
      language,
      file_key: printed.fileKey,
      sha256: printed.sha256,
      bytes: printed.bytes,
    })
    .onConflict()
    .ignore();
  return (await findPrinted(db, evidenceId, language)) ?? printed;
}
