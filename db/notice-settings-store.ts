import type { NoticeSettings } from '../domain/notice-settings';
import type { Db, Tx } from './knex';

/** What somebody has chosen; who never did gets every mail in the language of the identity provider. */
export async function findNoticeSettings(db: Db | Tx, person: string): Promise<NoticeSettings> {
  const row = await db('notice_settings').where({ person }).first('language', 'declined');
  return row ?? { language: null, declined: [] };
}

export async function writeNoticeSettings(
  tx: Tx,
  person: string,
  { language, declined }: NoticeSettings,
  at: Date,
): Promise<void> {
  await tx('notice_settings')
    .insert({ person, language, declined, changed_at: at })
    .onConflict('person')
    .merge();
}
