import type { MailKind } from './direct-mail';
import type { NoticeKind } from './notice';
import type { Language } from './words';

/** Addresses of the portal's pages that mails and printed receipts lead to, below the public address; see `portal/app.tsx`. */

interface Concerned {
  kind: NoticeKind;
  submissionId: string | null;
  documentId: string | null;
  deliveryId: string | null;
}

/** Where the reader of a notice acts on it, in the language that they are written to. */
export function pageOfNotice(notice: Concerned, language: Language): string {
  return inLanguage(placeOf(notice), language);
}

function placeOf({ kind, submissionId, documentId, deliveryId }: Concerned): string {
  if (deliveryId !== null) return `/mailbox/${deliveryId}`;
  if (documentId !== null) return `/outgoing/${documentId}`;
  return kind.endsWith('_party') ? `/documents/${submissionId}` : `/desk/${submissionId}`;
}

const PAGES: Record<MailKind, string> = {
  invitation: '/organisations',
  webhook_disabled: '/organisations',
  draft_removal_near: '/drafts',
};

export const pageOfMail = (kind: MailKind, language: Language): string => inLanguage(PAGES[kind], language);

/** What a printed receipt's code leads to: whether we made it. */
export const pageOfReceipt = (digest: string): string => `/receipts/${digest}`;

const inLanguage = (place: string, language: Language): string => `${place}?language=${language}`;
