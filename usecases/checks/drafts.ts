import type { ContentCipher } from '../../adapters/content-cipher';
import { isLive, nextDrafts } from '../../db/draft-store';
import type { Db } from '../../db/knex';
import { openSound } from '../../db/written-store';
import type { DraftContent } from '../../domain/draft';
import type { Report } from './fault';

const BATCH = 200;

/** No evidence speaks of drafts; but each must be readable, and have its uploads, until it is sent or removed. */
export async function checkDrafts(
  db: Db,
  cipher: Pick<ContentCipher, 'open'>,
  report: Report,
): Promise<number> {
  let looked = 0;
  for (let after: string | null = null; ; ) {
    const drafts = await nextDrafts(db, after, BATCH);
    const kept = drafts.map(({ id: row, contentKey: key, sealed }) => ({
      row,
      key,
      sealed,
      plain: undefined,
    }));
    const contents = await openSound<DraftContent>(cipher, 'drafts', kept);
    for (const [at, { id: row, uploads }] of drafts.entries()) {
      const content = contents[at];
      if (content === 'damaged')
        report({ table: 'drafts', row, what: 'is not what was sealed in its place' });
      // It may have ended since it was read.
      else if (content === 'destroyed' && (await isLive(db, row)))
        report({ table: 'drafts', row, what: 'cannot be read: its key is gone' });
      else if (typeof content === 'object') checkUploads(row, content, uploads, report);
    }
    looked += drafts.length;
    after = drafts.at(-1)?.id ?? null;
    if (after === null || drafts.length < BATCH) return looked;
  }
}

function checkUploads(row: string, { attachments }: DraftContent, uploads: string[], report: Report): void {
  for (const { upload } of attachments)
    if (!uploads.includes(upload))
      report({ table: 'drafts', row, what: `names upload ${upload}, which does not wait in it` });
}
