import type { NoticeKind } from './notice';
import type { Language } from './words';

/** What a party may be told of by mail, as it chooses among them; every mail is a courtesy, and none has legal effect. */
export const NOTICE_TOPICS = ['received', 'progress', 'requests', 'decisions', 'mailbox', 'drafts'] as const;
export type NoticeTopic = (typeof NOTICE_TOPICS)[number];

type PartyKind = Extract<NoticeKind, `${string}_party` | 'document_received' | 'document_removal_near'>;

/** Mails about drafts are written without a notice. */
const TOPICS: Record<PartyKind, Exclude<NoticeTopic, 'drafts'>> = {
  registered_party: 'received',
  transferred_party: 'progress',
  progress_party: 'progress',
  suspended_party: 'progress',
  resumed_party: 'progress',
  extended_party: 'progress',
  recalculated_party: 'progress',
  deadline_passed_party: 'progress',
  supplement_requested_party: 'requests',
  supplement_requested_again_party: 'requests',
  returned_party: 'requests',
  rejected_party: 'requests',
  expired_party: 'requests',
  decided_party: 'decisions',
  corrected_party: 'decisions',
  document_received: 'mailbox',
  document_removal_near: 'mailbox',
};

export interface NoticeSettings {
  /** Null: as the identity provider says. */
  language: Language | null;
  declined: NoticeTopic[];
}

/** Whether somebody who declined these topics is not to get a mail of this kind; what officials are told is not asked. */
export const isDeclined = (kind: NoticeKind, declined: readonly NoticeTopic[]): boolean => {
  const topic = (TOPICS as Partial<Record<NoticeKind, NoticeTopic>>)[kind];
  return topic !== undefined && declined.includes(topic);
};
