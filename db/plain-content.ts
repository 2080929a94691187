import type { ContentCipher } from '../adapters/content-cipher';
import { placeOfFile } from './file-store';
import { CONTENT_TABLES, type ContentTable, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

type Cipher = Pick<ContentCipher, 'newKey' | 'seal'>;
/** Of files the bytes are sealed too; there were never surveys without keys. */
type RowTable = Exclude<ContentTable, 'files' | 'survey_answers'>;

export const ROW_TABLES = CONTENT_TABLES.filter(
  (table): table is RowTable => table !== 'files' && table !== 'survey_answers',
);

const OF_SUBMISSION = 'JOIN submissions s ON s.id = t.submission_id';
const ROWS: Record<RowTable, { id: string; join: string }> = {
  submission_contents: { id: 'submission_id', join: OF_SUBMISSION },
  content_versions: { id: 'command_id', join: OF_SUBMISSION },
  command_contents: {
    id: 'command_id',
    join: 'JOIN commands k ON k.id = t.command_id JOIN submissions s ON s.id = k.submission_id',
  },
  notes: { id: 'id', join: OF_SUBMISSION },
  counter_senders: { id: 'submission_id', join: OF_SUBMISSION },
};

/** Keys for submissions from before there were keys. @returns how many got one; 0 when all have one */
export async function giveKeys(db: Db, cipher: Cipher, limit: number): Promise<number> {
  const ids: string[] = await db('submissions')
    .whereNull('content_key')
    .whereNull('content_destroyed_at')
    .limit(limit)
    .pluck('id');
  const keys = await Promise.all(ids.map(() => cipher.newKey()));
  await db.raw(
    `UPDATE submissions s SET content_key = x.key FROM unnest(?::uuid[], ?::uuid[]) AS x (id, key)
     WHERE s.id = x.id AND s.content_key IS NULL`,
    [ids, keys],
  );
  return ids.length;
}

/**
 * Seals rows that are plain, of submissions that have a key. It locks no submission: whoever destroys one waits for it
 * and not the other way round.
 * @returns how many; 0 when none is left that nobody else has under way
 */
export async function sealRows(db: Db, cipher: Cipher, table: RowTable, limit: number): Promise<number> {
  const { id, join } = ROWS[table];
  return db.transaction(async (tx) => {
    const { rows } = await tx.raw(
      `SELECT t.${id} AS row, s.content_key AS key, t.plain FROM ${table} t ${join}
       WHERE t.plain IS NOT NULL AND s.content_key IS NOT NULL LIMIT ? FOR UPDATE OF t SKIP LOCKED`,
      [limit],
    );
    const sealed = await Promise.all(
      rows.map(({ row, key, plain }: { row: string; key: string; plain: object }) =>
        sealContent(cipher, key, { table, row }, plain),
      ),
    );
    await tx.raw(
      `UPDATE ${table} t SET sealed = x.sealed, plain = NULL
       FROM unnest(?::uuid[], ?::bytea[]) AS x (row, sealed) WHERE t.${id} = x.row`,
      [rows.map(({ row }: { row: string }) => row), sealed],
    );
    return rows.length;
  });
}

/**
 * A file whose plain bytes are in the store, locked: while they are copied nobody else may seal or take it. `contentKey`
 * is set where they were copied and not removed yet.
 */
export interface PlainFile {
  name: string;
  /** Where the plain bytes are. */
  key: string;
  bytes: number;
  sha256: string;
  contentKey: string | null;
}

/** @param after the name of the last one that was looked at */
export async function lockPlainFile(tx: Tx, after: string): Promise<PlainFile | undefined> {
  const { rows } = await tx.raw(
    `SELECT id AS name, bytes, sha256, content_key AS "contentKey" FROM files
     WHERE plain IS NOT NULL AND (:after = '' OR id > NULLIF(:after, '')::uuid) ORDER BY id LIMIT 1
     FOR UPDATE SKIP LOCKED`,
    { after },
  );
  const [file] = rows;
  return file && { ...file, key: placeOfFile({ id: file.name, contentKey: null }).key };
}

/** Its bytes lie under this key too; the plain ones are still to be removed. */
export async function markFileSealed(tx: Tx, cipher: Cipher, id: string, key: string): Promise<void> {
  const { plain } = await tx('files').where({ id }).first('plain');
  const sealed = await sealContent(cipher, key, { table: 'files', row: id }, plain);
  await tx('files').where({ id }).update({ content_key: key, sealed, plain: '{}' });
}

/** The plain bytes are gone. */
export async function markFileCleared(db: Db, id: string): Promise<void> {
  await db('files').where({ id }).whereNotNull('sealed').update({ plain: null });
}

/** A printed document with words, as a file; `submissionKey` is what it is to be sealed under. */
export type PlainPrint = PlainFile & { submissionKey: string };

export async function lockPlainPrint(tx: Tx, after: string): Promise<PlainPrint | undefined> {
  const { rows } = await tx.raw(
    `SELECT d.plain_key AS name, d.plain_key AS key, d.bytes, d.sha256, d.content_key AS "contentKey",
       s.content_key AS "submissionKey"
     FROM printed_documents d
     JOIN evidences e ON e.id = d.evidence_id
     JOIN submissions s ON s.id = e.submission_id
     WHERE d.plain_key > ? AND s.content_key IS NOT NULL AND s.content_destroyed_at IS NULL
     ORDER BY d.plain_key LIMIT 1 FOR UPDATE OF d SKIP LOCKED`,
    [after],
  );
  return rows[0];
}

export async function markPrintSealed(
  tx: Tx,
  plainKey: string,
  to: { key: string; under: string },
): Promise<void> {
  await tx('printed_documents')
    .where({ plain_key: plainKey })
    .update({ file_key: to.key, content_key: to.under });
}

export async function markPrintCleared(db: Db, plainKey: string): Promise<void> {
  await db('printed_documents').where({ plain_key: plainKey }).update({ plain_key: null });
}
