import { type ChainedEvidence, listChain } from './chain-store';
import type { DocumentRow } from './document-store';
import type { Db, Tx } from './knex';

export interface PrintedDocument {
  /** Whether it shows what the office wrote: then it is content and sealed under the submission's key. */
  words: boolean;
  contentKey: string | null;
  fileKey: string;
  sha256: string;
  bytes: number;
}

/** @param of.words one with words, or the one without that stays when the words are destroyed */
export async function findPrinted(
  db: Db | Tx,
  of: { evidenceId: string; language: string; words: boolean },
): Promise<PrintedDocument | undefined> {
  const { rows } = await db.raw(
    `SELECT words, content_key AS "contentKey", file_key AS "fileKey", sha256, bytes FROM printed_documents
     WHERE evidence_id = ? AND language = ? AND words = ?`,
    [of.evidenceId, of.language, of.words],
  );
  return rows[0];
}

/** The evidence of a document's registration, and the sealed PDF of it where one was made. */
export async function findSealed(
  db: Db | Tx,
  { id, language }: Pick<DocumentRow, 'id' | 'language'>,
): Promise<{ registered: ChainedEvidence | undefined; kept: PrintedDocument | undefined }> {
  const registered = (await listChain(db, 'document', id)).find(
    ({ event }) => event === 'DocumentRegistered',
  );
  if (registered === undefined) return { registered, kept: undefined };
  return { registered, kept: await findPrinted(db, { evidenceId: registered.id, language, words: true }) };
}

/** Of two that render at once the first row stays; both then serve its bytes. */
export async function insertPrinted(
  db: Db,
  evidenceId: string,
  language: string,
  printed: PrintedDocument,
): Promise<PrintedDocument> {
  const { words } = printed;
  await db('printed_documents')
    .insert({
      ...{ evidence_id: evidenceId, language, words, content_key: printed.contentKey },
      file_key: printed.fileKey,
      sha256: printed.sha256,
      bytes: printed.bytes,
    })
    .onConflict()
    .ignore();
  return (await findPrinted(db, { evidenceId, language, words })) ?? printed;
}
