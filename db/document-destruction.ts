import { placeOfFile } from './file-store';
import type { Tx } from './knex';

/** What there is of an official document's content: its keys, its own and its files', and where its files are. */
export async function contentOfDocument(
  tx: Tx,
  documentId: string,
): Promise<{ keys: string[]; fileKeys: string[]; attachments: number; acts: number }> {
  const files = await tx('files')
    .where({ document_id: documentId })
    .forUpdate()
    .select('id', 'content_key as contentKey');
  const { rows } = await tx.raw(
    `SELECT d.content_key AS key,
       ARRAY(SELECT p.file_key FROM printed_documents p JOIN evidences e ON e.id = p.evidence_id
         WHERE e.document_id = d.id AND p.words) AS printed,
       ARRAY(SELECT i.file_key FROM export_items i JOIN deliveries v ON v.id = i.delivery_id
         WHERE v.document_id = d.id AND i.content_key = d.content_key) AS packed,
       (SELECT count(*) FROM document_acts a WHERE a.document_id = d.id AND a.sealed IS NOT NULL) AS acts
     FROM official_documents d WHERE d.id = ?`,
    [documentId],
  );
  const [{ key, printed, packed, acts }] = rows;
  const present = (value: string | null): value is string => value !== null;
  return {
    keys: [...files.map(({ contentKey }: { contentKey: string }) => contentKey), key],
    fileKeys: [
      ...files.map((file) => placeOfFile(file).key),
      ...printed.filter(present),
      ...packed.filter(present),
    ],
    attachments: files.length,
    acts: Number(acts),
  };
}

/** The rows of it. What was printed stays as a row, for it is proved. */
export async function deleteDocumentContent(tx: Tx, documentId: string): Promise<void> {
  await tx.raw(
    `WITH x1 AS (DELETE FROM official_document_contents WHERE document_id = :documentId),
      x2 AS (UPDATE document_acts SET sealed = NULL WHERE document_id = :documentId AND sealed IS NOT NULL)
    DELETE FROM files WHERE document_id = :documentId`,
    { documentId },
  );
}
