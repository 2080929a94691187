import type { DocumentRow } from '../db/document-store';
import { readContentOf } from '../db/document-store';
import { type FileRow, listDocumentFiles } from '../db/file-store';
import type { Db, Tx } from '../db/knex';
import { documentParts, textsOf, wordParts } from '../domain/content-parts';
import type { Deps } from './deps';
import type { OpenedContent } from './open-digest';

/**
 * What an official document's content digest is made of (design §5): what was written and the files, with the salt; the
 * same as long as nothing is edited.
 * @throws GongmunError `content.destroyed` (410)
 */
export async function officialContent(
  db: Db | Tx,
  cipher: Deps['cipher'],
  row: DocumentRow,
): Promise<OpenedContent & { files: FileRow[] }> {
  const { salt, via, ...written } = await readContentOf(db, cipher, row);
  const files = await listDocumentFiles(db, cipher, row.id);
  const words = { ...written, ...(via === null ? {} : { via }) };
  return {
    parts: [...wordParts(words), ...documentParts({}, files)],
    texts: textsOf(words),
    salt: Buffer.from(salt, 'base64'),
    files,
  };
}
