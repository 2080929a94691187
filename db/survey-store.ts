import type { ContentCipher } from '../adapters/content-cipher';
import { type Kept, openEach, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

/** What a party said of how its matter was dealt with. */
export interface SurveyAnswer {
  submissionId: string;
  /** The office that had it at its end. */
  office: string;
  /** 1 to 5. */
  rating: number;
  answeredAt: Date;
  handledAt: Date | null;
  handledBy: string | null;
  /** Null where there was none, or it was destroyed with the content. */
  comment: string | null;
}

/** @returns false where it was answered before */
export async function insertSurveyAnswer(
  tx: Tx,
  cipher: Pick<ContentCipher, 'seal'>,
  given: Pick<SurveyAnswer, 'submissionId' | 'office' | 'rating' | 'answeredAt' | 'comment'>,
  key: string | null,
): Promise<boolean> {
  const { submissionId, office, rating, answeredAt, comment } = given;
  const place = { table: 'survey_answers' as const, row: submissionId };
  const sealed = comment === null || key === null ? null : await sealContent(cipher, key, place, { comment });
  const { rows } = await tx.raw(
    `INSERT INTO survey_answers (submission_id, office, rating, sealed, answered_at)
     VALUES (:submissionId, :office, :rating, :sealed, :answeredAt) ON CONFLICT DO NOTHING RETURNING rating`,
    { submissionId, office, rating, sealed, answeredAt } as Record<string, unknown>,
  );
  return rows.length === 1;
}

const ANSWERS = `SELECT a.submission_id AS "submissionId", a.office, a.rating, a.answered_at AS "answeredAt",
    a.handled_at AS "handledAt", a.handled_by AS "handledBy",
    CAST(a.submission_id AS text) AS row, s.content_key AS key, a.sealed, NULL AS plain
  FROM survey_answers a JOIN submissions s ON s.id = a.submission_id`;

export async function findSurveyAnswer(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  submissionId: string,
): Promise<SurveyAnswer | undefined> {
  const { rows } = await db.raw(`${ANSWERS} WHERE a.submission_id = ?`, [submissionId]);
  return (await opened(cipher, rows))[0];
}

/** An office's answers, the newest first. */
export async function listSurveyAnswers(
  tx: Tx,
  cipher: Pick<ContentCipher, 'open'>,
  office: string,
  asked: {
    handled: 'yes' | 'no' | undefined;
    before: { at: string; id: string } | undefined;
    limit: number;
  },
): Promise<SurveyAnswer[]> {
  const { rows } = await tx.raw(
    `${ANSWERS} WHERE a.office = :office
       AND (CAST(:handled AS text) IS NULL OR (a.handled_at IS NOT NULL) = (:handled = 'yes'))
       AND (CAST(:id AS uuid) IS NULL
         OR (a.answered_at, a.submission_id) < (CAST(:at AS timestamptz), CAST(:id AS uuid)))
     ORDER BY a.answered_at DESC, a.submission_id DESC LIMIT :limit`,
    {
      office,
      handled: asked.handled ?? null,
      at: asked.before?.at ?? null,
      id: asked.before?.id ?? null,
      limit: asked.limit,
    } as Record<string, unknown>,
  );
  return opened(cipher, rows);
}

/** Who marked it first stands. */
export async function markHandled(tx: Tx, submissionId: string, by: string, at: Date): Promise<void> {
  await tx.raw(
    'UPDATE survey_answers SET handled_at = ?, handled_by = ? WHERE submission_id = ? AND handled_at IS NULL',
    [at, by, submissionId],
  );
}

type Row = Omit<SurveyAnswer, 'comment'> & Kept;

async function opened(cipher: Pick<ContentCipher, 'open'>, rows: Row[]): Promise<SurveyAnswer[]> {
  const comments = await openEach<{ comment: string }>(cipher, 'survey_answers', rows);
  return rows.map(({ row: _, key: __, sealed, plain: ___, ...answer }, n) => ({
    ...answer,
    comment: sealed === null ? null : (comments[n]?.comment ?? null),
  }));
}

export async function hasSurveyAnswer(db: Db | Tx, submissionId: string): Promise<boolean> {
  return (
    (await db('survey_answers').where({ submission_id: submissionId }).first('submission_id')) !== undefined
  );
}
