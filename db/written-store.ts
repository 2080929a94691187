import type { ContentCipher } from '../adapters/content-cipher';
import { GongmunError } from '../domain/errors';
import { type ContentTable, type Kept, openEach, type YoungerTable } from './kept-content';
import type { Db, Tx } from './knex';

/** Why what was written cannot be read: its key is gone, or it is not what was sealed in its place. */
export type Unreadable = 'destroyed' | 'damaged';

/** What a party wrote, as the check of its digest needs it. */
export interface WrittenDocument {
  submissionId: string;
  /** 1 for what was submitted, one more for each supplement. */
  version: number;
  /** The supplement's; null for what was submitted. */
  commandId: string | null;
  /** As the row says; null for what was submitted, whose digest is in the submission's row. */
  digest: string | null;
  content: WrittenContent | Unreadable;
}

export interface WrittenContent {
  title: string | null;
  body: string | null;
  answers: string | null;
  salt: Buffer;
  /** Of what was submitted. */
  trackingCode?: string;
}

/** The words that went with an act. */
export interface WrittenWords {
  submissionId: string;
  commandId: string;
  content: { body: Record<string, unknown>; salt: Buffer } | Unreadable;
}

export interface WrittenFile {
  submissionId: string;
  id: string;
  contentVersion: number;
  /** Hex. */
  sha256: string;
  /** What it is called. */
  content: { name: string } | Unreadable;
}

/** Whose content there is none of that evidence speaks of, but that must be readable. */
export interface WrittenOther {
  submissionId: string;
  table: 'notes' | 'counter_senders' | 'survey_answers';
  row: string;
  content: object | Unreadable;
}

type Opens = Pick<ContentCipher, 'open'>;
type Salted = { salt: string };
/** A row with what it keeps, under the names of `Kept`. */
type Found<T> = Omit<T, 'content'> & Kept;

/**
 * Every version of what the parties of some submissions wrote. @throws GongmunError `keys.unavailable`
 */
export async function listDocuments(db: Db | Tx, cipher: Opens, ids: string[]): Promise<WrittenDocument[]> {
  const { rows: first } = await db.raw(
    `SELECT c.submission_id AS "submissionId", 1 AS version, NULL AS "commandId", NULL AS digest,
       c.submission_id AS row, s.content_key AS key, c.sealed, c.plain
     FROM submission_contents c JOIN submissions s ON s.id = c.submission_id WHERE s.id = ANY (?::uuid[])`,
    [ids],
  );
  const { rows: further } = await db.raw(
    `SELECT v.submission_id AS "submissionId", v.version, v.command_id AS "commandId", v.digest,
       v.command_id AS row, s.content_key AS key, v.sealed, v.plain
     FROM content_versions v JOIN submissions s ON s.id = v.submission_id WHERE s.id = ANY (?::uuid[])
     ORDER BY v.version`,
    [ids],
  );
  return [
    ...(await opened<WrittenDocument, Salted>(cipher, 'submission_contents', first, salted)),
    ...(await opened<WrittenDocument, Salted>(cipher, 'content_versions', further, salted)),
  ];
}

/** The words of the acts on some submissions. @throws GongmunError `keys.unavailable` */
export async function listWords(db: Db | Tx, cipher: Opens, ids: string[]): Promise<WrittenWords[]> {
  const { rows } = await db.raw(
    `SELECT k.submission_id AS "submissionId", w.command_id AS "commandId", w.command_id AS row, s.content_key AS key,
       w.sealed, w.plain
     FROM command_contents w JOIN commands k ON k.id = w.command_id JOIN submissions s ON s.id = k.submission_id
     WHERE s.id = ANY (?::uuid[])`,
    [ids],
  );
  return opened<WrittenWords, Salted>(cipher, 'command_contents', rows, salted);
}

/** The attachments of some submissions. @throws GongmunError `keys.unavailable` */
export async function listWrittenFiles(db: Db | Tx, cipher: Opens, ids: string[]): Promise<WrittenFile[]> {
  const { rows } = await db.raw(
    `SELECT submission_id AS "submissionId", id, content_version AS "contentVersion", sha256, id AS row,
       content_key AS key, sealed, plain
     FROM files WHERE submission_id = ANY (?::uuid[]) ORDER BY id`,
    [ids],
  );
  return opened<WrittenFile, { name: string }>(cipher, 'files', rows, (content) => content);
}

/** Notes, who stood at the counter, and what parties commented at the end. @throws GongmunError `keys.unavailable` */
export async function listOthers(db: Db | Tx, cipher: Opens, ids: string[]): Promise<WrittenOther[]> {
  const of = async (table: WrittenOther['table'], id: string, plain: 't.plain' | 'NULL' = 't.plain') => {
    const { rows } = await db.raw(
      `SELECT t.submission_id AS "submissionId", CAST(:table AS text) AS "table", CAST(t.:id: AS text) AS row,
         s.content_key AS key, t.sealed, ${plain} AS plain
       FROM :table: t JOIN submissions s ON s.id = t.submission_id
       WHERE s.id = ANY (CAST(:ids AS uuid[])) AND (t.sealed IS NOT NULL OR ${plain} IS NOT NULL)`,
      { table, id, ids } as Record<string, unknown>,
    );
    return opened<WrittenOther, object>(cipher, table, rows, (content) => content);
  };
  return [
    ...(await of('notes', 'id')),
    ...(await of('counter_senders', 'submission_id')),
    ...(await of('survey_answers', 'submission_id', 'NULL')),
  ];
}

const salted = <C extends Salted>({ salt, ...content }: C) => ({
  ...content,
  salt: Buffer.from(salt, 'base64'),
});

/** One that cannot be read spoils no other. */
async function opened<T extends { content: unknown }, C>(
  cipher: Opens,
  table: ContentTable,
  rows: Found<T>[],
  read: (content: C) => unknown,
): Promise<T[]> {
  const contents = await openSound<C>(cipher, table, rows);
  return rows.map(({ key, sealed, plain, ...row }, n) => {
    const content = contents[n];
    return { ...row, content: typeof content === 'string' ? content : read(content as C) } as unknown as T;
  });
}

/** As `openEach`, which ends at the first that is damaged. @throws GongmunError `keys.unavailable` */
export async function openSound<C>(
  cipher: Opens,
  table: ContentTable | YoungerTable,
  kept: Kept[],
): Promise<(C | Unreadable)[]> {
  try {
    return (await openEach<C>(cipher, table, kept)).map((content) => content ?? 'destroyed');
  } catch (error) {
    if (!(error instanceof GongmunError && error.code === 'content.damaged')) throw error;
    const [only, ...others] = kept;
    if (only === undefined || others.length === 0) return ['damaged'];
    const half = kept.length >> 1;
    return [
      ...(await openSound<C>(cipher, table, kept.slice(0, half))),
      ...(await openSound<C>(cipher, table, kept.slice(half))),
    ];
  }
}
