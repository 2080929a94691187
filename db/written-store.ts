import type { Db } from './knex';

/** What a party wrote, as the check of its digest needs it. */
export interface WrittenDocument {
  submissionId: string;
  /** 1 for what was submitted, one more for each supplement. */
  version: number;
  /** The supplement's; null for what was submitted. */
  commandId: string | null;
  title: string | null;
  body: string | null;
  answers: string | null;
  salt: Buffer;
  /** As the row says; null for what was submitted, whose digest is in the submission's row. */
  digest: string | null;
  trackingCode: string | null;
}

/** The words that went with an act. */
export interface WrittenWords {
  commandId: string;
  body: Record<string, unknown>;
  salt: Buffer;
}

/** Every version of what the parties of some submissions wrote. */
export async function listDocuments(db: Db, submissionIds: readonly string[]): Promise<WrittenDocument[]> {
  const { rows } = await db.raw(
    `SELECT submission_id AS "submissionId", 1 AS version, NULL AS "commandId", title, body, answers, salt,
       NULL AS digest, tracking_code AS "trackingCode"
     FROM submission_contents WHERE submission_id = ANY (:ids::uuid[])
     UNION ALL
     SELECT submission_id, version, CAST(command_id AS text), title, body, answers, salt, digest, NULL
     FROM content_versions WHERE submission_id = ANY (:ids::uuid[])
     ORDER BY "submissionId", version`,
    { ids: submissionIds as string[] },
  );
  return rows;
}

/** The words of the acts on some submissions. */
export async function listWords(db: Db, submissionIds: readonly string[]): Promise<WrittenWords[]> {
  const { rows } = await db.raw(
    `SELECT w.command_id AS "commandId", w.body, w.salt
     FROM command_contents w JOIN commands k ON k.id = w.command_id WHERE k.submission_id = ANY (?::uuid[])`,
    [submissionIds as string[]],
  );
  return rows;
}
