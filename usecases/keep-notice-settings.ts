import { findNoticeSettings, writeNoticeSettings } from '../db/notice-settings-store';
import { NOTICE_TOPICS, type NoticeSettings, type NoticeTopic } from '../domain/notice-settings';
import type { Actor } from '../domain/permissions';
import type { Language } from '../domain/words';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordAct } from './record-act';

export interface NoticeSettingsView {
  language: Language | null;
  /** Of each topic whether mails about it are sent. */
  mails: Record<NoticeTopic, boolean>;
}

/** Which mails the actor wants, and in which language. */
export async function readNoticeSettings(deps: Pick<Deps, 'db'>, actor: Actor): Promise<NoticeSettingsView> {
  return viewOf(await findNoticeSettings(deps.db, actor.person));
}

/**
 * Chooses from now on, for mails that wait to be sent too. Nothing of a procedure hangs on it: what happens is in the
 * time line, the mailbox and the receipts as before.
 */
export async function setNoticeSettings(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { language, mails }: NoticeSettingsView,
): Promise<NoticeSettingsView> {
  const { person } = actor;
  const declined = NOTICE_TOPICS.filter((topic) => !mails[topic]);
  await idempotently(deps, request, async (tx) => {
    const at = deps.now();
    const resource = `notice_settings:${person}`;
    await writeNoticeSettings(tx, person, { language, declined }, at);
    await recordAct(tx, request, {
      ...{ resource, action: 'set_notice_settings', capacity: 'party', at },
      subjects: [language ?? 'as_signed_in', ...declined],
    });
    return resource;
  });
  return readNoticeSettings(deps, actor);
}

const viewOf = ({ language, declined }: NoticeSettings): NoticeSettingsView => ({
  language,
  mails: Object.fromEntries(
    NOTICE_TOPICS.map((topic) => [topic, !declined.includes(topic)]),
  ) as NoticeSettingsView['mails'],
});
