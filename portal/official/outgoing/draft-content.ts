import type { Schemas } from '../../api/client';
import type { Draft } from '../../form/draft';
import { type Item, newItem } from './items-editor';
import type { OfficialDocument } from './outgoing-document';
import type { Recipient } from './recipients';

/** What somebody writes, before it is a request. */
export interface Content {
  language: 'ko' | 'en';
  title: string;
  via: string;
  items: Item[];
  recipients: Recipient[];
  openness: OfficialDocument['openness']['class'];
  ground: string;
  retention: Schemas['DocumentDraft']['retention'];
}

/** @param answered the submission whose sender it goes to */
export const emptyContent = (answered: string | null): Content => ({
  language: 'ko',
  title: '',
  via: '',
  items: [newItem(1)],
  recipients: answered === null ? [] : [{ kind: 'submission', id: answered }],
  openness: 'open',
  ground: '',
  retention: { class: 'years', years: 5 },
});

export const contentOf = (document: OfficialDocument): Content => ({
  language: document.language,
  title: document.head?.title ?? '',
  via: document.head?.via ?? '',
  items: document.body.map(({ level, text }) => newItem(level, text)),
  recipients: document.recipients,
  openness: document.openness.class,
  ground: String(document.openness.ground ?? ''),
  retention: document.retention as Content['retention'],
});

export function requestOf({ answers, attachments }: Draft): Schemas['DocumentDraft'] {
  const { language, title, via, items, recipients, openness, ground, retention } = answers as Content;
  return {
    language,
    title: title.trim(),
    ...(via.trim() === '' ? {} : { via: via.trim() }),
    body: items.map(({ level, text }) => ({ level, text: text.trim() })),
    recipients,
    openness:
      openness === 'open' || ground === ''
        ? { class: openness }
        : { class: openness, ground: Number(ground) },
    retention,
    attachments: attachments.map(({ upload }) => ({ upload })),
  };
}
