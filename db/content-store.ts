import type { ContentCipher } from '../adapters/content-cipher';
import { contentDestroyed } from '../domain/content-destroyed';
import { replaceSearchText } from './desk-search';
import { type Kept, openEach, openOne, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

/** What the party wrote; `answers` are the exact bytes whose digest is in evidence. */
export interface Content {
  title: string | null;
  body: string | null;
  answers: string | null;
  trackingCode: string;
  salt: Buffer;
}

type Opens = Pick<ContentCipher, 'open'>;
type Seals = Pick<ContentCipher, 'seal'>;

/** As it is sealed: the salt in base64. */
type Written<C> = Omit<C, 'salt'> & { salt: string };
const written = <C extends { salt: Buffer }>(content: C): Written<C> => ({
  ...content,
  salt: content.salt.toString('base64'),
});
const read = <C extends { salt: string }>(content: C): Omit<C, 'salt'> & { salt: Buffer } => ({
  ...content,
  salt: Buffer.from(content.salt, 'base64'),
});

export function sealContentOf(
  cipher: Seals,
  key: string,
  submissionId: string,
  content: Content,
): Promise<Buffer> {
  return sealContent(cipher, key, { table: 'submission_contents', row: submissionId }, written(content));
}

/** Undefined once it is destroyed. */
export async function findTrackingCode(
  db: Db | Tx,
  cipher: Opens,
  submissionId: string,
): Promise<string | undefined> {
  const { rows } = await db.raw(
    `SELECT c.submission_id AS row, s.content_key AS key, c.sealed, c.plain
     FROM submission_contents c JOIN submissions s ON s.id = c.submission_id WHERE c.submission_id = ?`,
    [submissionId],
  );
  const [content] = await openEach<Written<Content>>(cipher, 'submission_contents', rows);
  return content?.trackingCode;
}

export interface ContentVersion {
  version: number;
  title: string | null;
  body: string | null;
  answers: string | null;
  salt: Buffer;
  digest: string;
  at: Date;
}

/** A row of either table of versions; the first is the submission's own content. */
export type KeptVersion = Kept & Pick<ContentVersion, 'version' | 'digest' | 'at'>;

/** The first versions of submissions under the alias `s`, and further ones whose command was carried out. */
export const KEPT_VERSIONS = `
  SELECT s.id AS submission, 1 AS version, s.content_key AS key, c.submission_id AS row, c.sealed, c.plain,
    e.payload::jsonb ->> 'content' AS digest, s.received_at AS at
  FROM submissions s
  JOIN submission_contents c ON c.submission_id = s.id
  JOIN evidences e ON e.submission_id = s.id AND e.sequence = 1
  UNION ALL
  SELECT s.id, v.version, s.content_key, v.command_id, v.sealed, v.plain, v.digest, k.accepted_at
  FROM submissions s
  JOIN content_versions v ON v.submission_id = s.id
  JOIN commands k ON k.id = v.command_id AND k.status = 'applied'`;

/**
 * Every version of what the party wrote whose command was carried out, the first first.
 * @throws GongmunError `content.destroyed` (410)
 */
export async function listContentVersions(
  db: Db | Tx,
  cipher: Opens,
  submissionId: string,
): Promise<ContentVersion[]> {
  const { rows } = await db.raw(
    `SELECT * FROM (${KEPT_VERSIONS}) kept WHERE submission = ? ORDER BY version`,
    [submissionId],
  );
  const versions = await openVersions(cipher, rows);
  if (versions.length === 0 || versions.includes(undefined)) throw contentDestroyed();
  return versions.filter((version) => version !== undefined);
}

/** In their order; undefined where the key is gone. */
export async function openVersions(
  cipher: Opens,
  kept: KeptVersion[],
): Promise<(ContentVersion | undefined)[]> {
  const of = (table: 'submission_contents' | 'content_versions', rows: KeptVersion[]) =>
    openEach<Written<Pick<ContentVersion, 'title' | 'body' | 'answers' | 'salt'>>>(cipher, table, rows);
  const first = kept.filter(({ version }) => version === 1);
  const further = kept.filter(({ version }) => version > 1);
  const opened = new Map([
    ...(await of('submission_contents', first)).map((content, n) => [first[n]?.row, content] as const),
    ...(await of('content_versions', further)).map((content, n) => [further[n]?.row, content] as const),
  ]);
  return kept.map(({ row, version, digest, at }) => {
    const content = opened.get(row);
    if (content === undefined) return undefined;
    const { title, body, answers, salt } = read(content);
    return { version, title, body, answers, salt, digest, at };
  });
}

export async function insertContentVersion(
  tx: Tx,
  cipher: Seals,
  key: string,
  version: {
    submissionId: string;
    version: number;
    commandId: string;
    title: string | null;
    body: string | null;
    answers: string | null;
    salt: Buffer;
    digest: string;
    /** By what the desk finds the submission once the version holds. */
    searchText: string;
  },
): Promise<void> {
  const { submissionId, commandId, digest, version: number, ...content } = version;
  const at = { table: 'content_versions' as const, row: commandId };
  await tx('content_versions').insert({
    ...{ submission_id: submissionId, command_id: commandId, version: number, digest },
    sealed: await sealContent(cipher, key, at, written(content)),
  });
}

/** The version that the next supplement makes, also while an earlier one waits for its turn. */
export async function nextContentVersion(tx: Tx, submissionId: string): Promise<number> {
  const { rows } = await tx.raw(
    'SELECT COALESCE(max(version), 1) + 1 AS next FROM content_versions WHERE submission_id = ?',
    [submissionId],
  );
  return rows[0].next;
}

/** From now on the desk finds the submission by the version that a command brought. */
export async function findByVersion(tx: Tx, cipher: Opens, commandId: string): Promise<void> {
  const { rows } = await tx.raw(
    `SELECT v.submission_id AS submission, v.command_id AS row, s.content_key AS key, v.sealed, v.plain
     FROM content_versions v JOIN submissions s ON s.id = v.submission_id WHERE v.command_id = ?`,
    [commandId],
  );
  const [version] = rows;
  if (version === undefined) return;
  const { searchText } = await openOne<{ searchText: string }>(cipher, 'content_versions', version);
  await replaceSearchText(tx, version.submission, searchText);
}

/** A supplement that came too late: its files are the party's again. */
export async function releaseVersion(tx: Tx, commandId: string, at: Date): Promise<void> {
  await tx.raw(
    `UPDATE files f SET submission_id = NULL, rule = NULL, content_version = 1, free_since = :at
     FROM content_versions v
     WHERE v.command_id = :commandId AND f.submission_id = v.submission_id AND f.content_version = v.version`,
    { commandId, at },
  );
}
