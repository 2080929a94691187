import type { ContentCipher } from '../adapters/content-cipher';
import { GongmunError } from '../domain/errors';
import type { Db, Tx } from './knex';
import type { SubmissionRow } from './submission-store';

/**
 * The key under which a submission's content is sealed; one from before there were keys gets one now.
 * @throws GongmunError `content.destroyed` (409): to what was destroyed nothing is added
 */
export async function submissionKey(
  tx: Db | Tx,
  cipher: Pick<ContentCipher, 'newKey'>,
  row: Pick<SubmissionRow, 'id' | 'contentKey' | 'contentDestroyedAt'>,
): Promise<string> {
  if (row.contentDestroyedAt !== null)
    throw new GongmunError(
      'conflict',
      'content.destroyed',
      'The content was destroyed; nothing is added to it.',
    );
  if (row.contentKey !== null) return row.contentKey;
  const { rows } = await tx.raw(
    'UPDATE submissions SET content_key = COALESCE(content_key, ?) WHERE id = ? RETURNING content_key AS key',
    [await cipher.newKey(), row.id],
  );
  return rows[0].key;
}
