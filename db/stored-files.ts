import { placeOfFile } from './file-store';
import type { Db } from './knex';

/** Bytes in the file store that a row names with their digest. */
export interface StoredFile {
  table: 'files' | 'printed_documents';
  /** The row's key. */
  row: string;
  key: string;
  /** The content key that the bytes are sealed under; null where they are nobody's content. */
  under: string | null;
  /** Hex. */
  sha256: string;
}

/**
 * The next of what submissions have in the file store: attachments, and receipts that were printed, but for what was
 * destroyed with the content.
 */
export async function listStored(
  db: Db,
  asked: { after: Pick<StoredFile, 'table' | 'row'> | null; limit: number; among: readonly string[] | null },
): Promise<StoredFile[]> {
  const { rows } = await db.raw(
    `SELECT * FROM (
       SELECT 'files' AS "table", CAST(id AS text) AS row, NULL AS key, content_key AS under, sha256, submission_id
       FROM files WHERE submission_id IS NOT NULL OR document_id IS NOT NULL
       UNION ALL
       SELECT 'printed_documents', p.evidence_id || ':' || p.language || ':' || p.words, p.file_key, p.content_key, p.sha256,
         e.submission_id
       FROM printed_documents p JOIN evidences e ON e.id = p.evidence_id LEFT JOIN submissions s ON s.id = e.submission_id
         LEFT JOIN official_documents d ON d.id = e.document_id
       WHERE NOT (p.words AND COALESCE(s.content_destroyed_at, d.content_destroyed_at) IS NOT NULL)
     ) stored
     WHERE ("table", row) > (:table, :row)
       AND (CAST(:among AS uuid[]) IS NULL OR submission_id = ANY (CAST(:among AS uuid[])))
     ORDER BY "table", row LIMIT :limit`,
    {
      table: asked.after?.table ?? '',
      row: asked.after?.row ?? '',
      among: asked.among,
      limit: asked.limit,
    } as Record<string, unknown>,
  );
  return rows.map((stored: Omit<StoredFile, 'key'> & { key: string | null }) => ({
    ...stored,
    key: stored.key ?? placeOfFile({ id: stored.row, contentKey: stored.under }).key,
  }));
}
