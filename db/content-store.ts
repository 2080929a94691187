import { replaceSearchText } from './desk-search';
import type { Db, Tx } from './knex';

/** What the party wrote; `answers` are the exact bytes whose digest is in evidence. */
export interface Content {
  title: string | null;
  body: string | null;
  answers: string | null;
  trackingCode: string;
  salt: Buffer;
}

export async function findContent(db: Db | Tx, submissionId: string): Promise<Content | undefined> {
  const { rows } = await db.raw(
    `SELECT title, body, answers, tracking_code AS "trackingCode", salt FROM submission_contents
     WHERE submission_id = ?`,
    [submissionId],
  );
  return rows[0];
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

/** Every version of what the party wrote whose command was carried out, the first first. */
export async function listContentVersions(db: Db | Tx, submissionId: string): Promise<ContentVersion[]> {
  const { rows } = await db.raw(
    `SELECT 1 AS version, c.title, c.body, c.answers, c.salt, e.payload::jsonb ->> 'content' AS digest,
       s.received_at AS at
     FROM submissions s
     JOIN submission_contents c ON c.submission_id = s.id
     JOIN evidences e ON e.submission_id = s.id AND e.sequence = 1
     WHERE s.id = :submissionId
     UNION ALL
     SELECT v.version, v.title, v.body, v.answers, v.salt, v.digest, k.accepted_at
     FROM content_versions v JOIN commands k ON k.id = v.command_id AND k.status = 'applied'
     WHERE v.submission_id = :submissionId ORDER BY version`,
    { submissionId },
  );
  return rows;
}

export async function insertContentVersion(
  tx: Tx,
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
  const { submissionId, commandId, searchText, ...columns } = version;
  await tx('content_versions').insert({
    submission_id: submissionId,
    command_id: commandId,
    search_text: searchText,
    ...columns,
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
export async function findByVersion(tx: Tx, commandId: string): Promise<void> {
  const version = await tx('content_versions')
    .where({ command_id: commandId })
    .first('submission_id', 'search_text');
  if (version !== undefined) await replaceSearchText(tx, version.submission_id, version.search_text);
}

/** A supplement that came too late: its files are the party's again. */
export async function releaseVersion(tx: Tx, commandId: string): Promise<void> {
  await tx.raw(
    `UPDATE files f SET submission_id = NULL, rule = NULL, content_version = 1
     FROM content_versions v
     WHERE v.command_id = ? AND f.submission_id = v.submission_id AND f.content_version = v.version`,
    [commandId],
  );
}
