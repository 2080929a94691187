import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticeMail } from '../../adapters/notice-words';
import type { MailKind } from '../../domain/direct-mail';
import type { NoticeKind } from '../../domain/notice';
import { pageOfMail, pageOfNotice, pageOfReceipt } from '../../domain/portal-page';

const KINDS: NoticeKind[] = [
  'registered_party',
  'received_office',
  'assigned_official',
  'decided_party',
  'returned_party',
  'rejected_party',
  'withdrawn_office',
  'deadline_approaching_office',
  'deadline_passed_office',
  'deadline_passed_party',
  'supplement_requested_party',
  'supplement_requested_again_party',
  'supplemented_office',
  'supplement_extended_office',
  'expired_party',
  'expired_office',
  'suspended_party',
  'resumed_party',
  'extended_party',
  'recalculated_party',
  'progress_party',
  'transferred_party',
  'involved_office',
  'contributed_office',
  'approval_official',
  'sent_back_official',
  'corrected_party',
  'never_opened_official',
  'never_assigned_official',
  'still_overdue_official',
  'never_read_official',
  'disposal_due_office',
  'document_approval_official',
  'document_sent_back',
  'document_received',
  'document_removal_near',
];

const FACTS = {
  number: '보육지원과-2026-17',
  formTitle: '결산서 제출',
  officeName: '보육지원과',
  link: 'https://gongmun.example/documents/0197',
  dueAt: '2026-11-24T09:00:00Z',
};

describe('the words of a notice', () => {
  test.each(KINDS.flatMap((kind) => (['ko', 'en'] as const).map((language) => [kind, language] as const)))(
    '%s in %s says what happened, where, by when, and where to read it',
    (kind, language) => {
      const { subject, text, html } = noticeMail(kind, language, FACTS);
      expect(subject).toContain(FACTS.number);
      for (const part of [FACTS.number, FACTS.formTitle, FACTS.officeName, FACTS.link]) {
        expect(text).toContain(part);
        expect(html).toContain(part);
      }
      expect(text).toContain(language === 'ko' ? '2026년 11월 24일' : '24 November 2026');
      expect(text).toContain('18:00');
      expect(html).toContain(`<html lang="${language}">`);
      expect(/[가-힣]/.test(subject.replace(FACTS.number, ''))).toBe(language === 'ko');
    },
  );

  test('what is not known is left out', () => {
    const { subject, text } = noticeMail('received_office', 'en', {
      officeName: 'Desk',
      link: 'https://g.example/',
    });
    expect(subject).toBe('[Gongmun] A new document has arrived');
    expect(text).not.toMatch(/undefined|Registration number|Due/);
  });

  test('markup in a name stays text, and only a web address becomes a link', () => {
    const { html, text, subject } = noticeMail('decided_party', 'en', {
      ...FACTS,
      number: 'N-1\r\nBcc: x@y.example',
      officeName: '<script>alert(1)</script>"&',
      link: 'javascript:alert(1)',
    });
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('href');
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).toContain('N-1 Bcc: x@y.example');
  });
});

describe('the link of a mail', () => {
  const sources = ['portal/app.tsx', 'portal/official/routes.ts'].map((file) =>
    readFileSync(join(__dirname, '../..', file), 'utf8'),
  );
  const patterns = sources.flatMap((text) => [...text.matchAll(/path: '([^']+)'/g)].map(([, path]) => path));
  /** The page of the portal at an address, as its routes name it. */
  const pageAt = (address: string): string | undefined => {
    const { pathname } = new URL(address, 'https://gongmun.example');
    return patterns.find(
      (path) => path !== '/' && new RegExp(`^/${path?.replace(/:\w+/g, '[^/]+')}$`).test(pathname),
    );
  };
  const OF_SUBMISSION = { submissionId: '0197', documentId: null, deliveryId: null };

  test.each(KINDS)('of %s leads to a page of the portal for whom it is for', (kind) => {
    const link = pageOfNotice({ kind, ...OF_SUBMISSION }, 'en');
    expect(pageAt(link)).toBe(kind.endsWith('_party') ? 'documents/:id' : 'desk/:id');
    expect(new URL(link, 'https://gongmun.example').search).toBe('?language=en');
  });

  test('about an official document leads to it, of its recipient to the mailbox', () => {
    const of = { submissionId: null, documentId: 'd', deliveryId: null };
    expect(pageAt(pageOfNotice({ kind: 'document_approval_official', ...of }, 'ko'))).toBe('outgoing/:id');
    const to = { submissionId: null, documentId: null, deliveryId: 'v' };
    expect(pageAt(pageOfNotice({ kind: 'document_received', ...to }, 'ko'))).toBe('mailbox/:id');
  });

  test.each([
    ['invitation', 'organisations'],
    ['webhook_disabled', 'organisations'],
    ['draft_removal_near', 'drafts'],
  ] as [MailKind, string][])('of a mail of its own (%s) leads to %s', (kind, page) => {
    expect(pageAt(pageOfMail(kind, 'ko'))).toBe(page);
    expect(pageOfMail(kind, 'ko')).toContain('language=ko');
  });

  test('of a printed receipt leads to the page that says whether we made it', () => {
    expect(pageAt(pageOfReceipt('A'.repeat(43)))).toBe('receipts/:digest');
  });
});
