import type { Language, Words } from './words';

/** Mails that concern no submission; the words are in `adapters/mail-words.ts`. */
export type MailKind = 'invitation' | 'webhook_disabled' | 'draft_removal_near';

/** To whom, and what stands in it: sealed while it waits, destroyed when it is settled. */
export interface MailContent {
  to: string;
  language: Language;
  /** The name of the organisation, office or form in question. */
  about: Words;
  /** What the reader gives back to accept an invitation. */
  token?: string;
  /** Until when the reader can do something, an RFC 3339 instant. */
  until?: string;
}
