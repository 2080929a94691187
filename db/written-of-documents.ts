import type { ContentCipher } from '../adapters/content-cipher';
import type { WrittenContent } from './document-store';
import type { Kept } from './kept-content';
import type { Db } from './knex';
import { openSound, type Unreadable } from './written-store';

/** What is there of an official document's content, for whoever checks it. */
export interface WrittenOfDocument {
  /** Null where there is no row. */
  content: WrittenContent | Unreadable | null;
  words: { row: string; content: { words: string } | Unreadable }[];
  /** `sha256` hex. */
  files: { row: string; sha256: string; content: { name: string } | Unreadable }[];
}

type Opens = Pick<ContentCipher, 'open'>;
type Found = Kept & { document: string; sha256: string };

/** Of each document, in no order. */
export async function readWrittenOfDocuments(
  db: Db,
  cipher: Opens,
  documents: readonly { id: string; contentKey: string }[],
): Promise<Map<string, WrittenOfDocument>> {
  const ids = documents.map(({ id }) => id);
  const rowsOf = async (sql: string): Promise<Found[]> => (await db.raw(sql, [ids])).rows;
  const contents = await rowsOf(
    `SELECT c.document_id AS document, CAST(c.document_id AS text) AS row, d.content_key AS key, c.sealed
     FROM official_document_contents c JOIN official_documents d ON d.id = c.document_id
     WHERE c.document_id = ANY (CAST(? AS uuid[]))`,
  );
  const words = await rowsOf(
    `SELECT a.document_id AS document, CAST(a.id AS text) AS row, d.content_key AS key, a.sealed
     FROM document_acts a JOIN official_documents d ON d.id = a.document_id
     WHERE a.document_id = ANY (CAST(? AS uuid[])) AND a.sealed IS NOT NULL`,
  );
  const files = await rowsOf(
    `SELECT document_id AS document, CAST(id AS text) AS row, content_key AS key, sealed, sha256
     FROM files WHERE document_id = ANY (CAST(? AS uuid[])) ORDER BY id`,
  );
  const found = new Map<string, WrittenOfDocument>(
    ids.map((id) => [id, { content: null, words: [], files: [] }]),
  );
  const opened = {
    contents: await openSound<WrittenContent>(cipher, 'official_document_contents', contents),
    words: await openSound<{ words: string }>(cipher, 'document_acts', words),
    files: await openSound<{ name: string }>(cipher, 'files', files),
  };
  for (const [at, { document }] of contents.entries()) {
    const of = found.get(document);
    if (of !== undefined) of.content = opened.contents[at] ?? 'destroyed';
  }
  for (const [at, { document, row }] of words.entries())
    found.get(document)?.words.push({ row, content: opened.words[at] ?? 'destroyed' });
  for (const [at, { document, row, sha256 }] of files.entries())
    found.get(document)?.files.push({ row, sha256, content: opened.files[at] ?? 'destroyed' });
  return found;
}
