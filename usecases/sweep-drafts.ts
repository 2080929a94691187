import { v7 as uuid } from 'uuid';
import { draftsToWarn, endedDrafts, endOverdueDrafts, markDraftWarned } from '../db/draft-store';
import { insertMail } from '../db/mail-store';
import type { Deps } from './deps';
import { destroyDraft } from './destroy-draft';

const BATCH = 200;
const LETTER = { ko: '편지', en: 'letter' };

/**
 * What time does to drafts: those that nobody has touched for long are announced by mail and then removed, and of every draft
 * that has ended the key is destroyed. May be done twice, by two workers at once.
 */
export async function sweepDrafts(
  deps: Pick<Deps, 'db' | 'cipher' | 'files' | 'drafts' | 'now'>,
): Promise<void> {
  const at = deps.now();
  await warn(deps, at);
  await endOverdueDrafts(deps.db, at, BATCH);
  for (const id of await endedDrafts(deps.db, BATCH)) await destroyDraft(deps, id);
}

async function warn({ db, cipher, drafts }: Pick<Deps, 'db' | 'cipher' | 'drafts'>, at: Date): Promise<void> {
  const soonest = at.getTime() + drafts.warnedDays * 86_400_000;
  await db.transaction(async (tx) => {
    for (const { id, email, language, title, removeAt } of await draftsToWarn(tx, at, BATCH)) {
      const until = new Date(Math.max(removeAt.getTime(), soonest));
      await markDraftWarned(tx, id, at, until);
      if (email === null) continue;
      const content = { to: email, language, about: title ?? LETTER, until: until.toISOString() };
      // Whoever goes on writing is warned again another time: each warning is a subject of its own.
      await insertMail(tx, cipher, { kind: 'draft_removal_near', subject: uuid(), at, content });
    }
  });
}
