import type { AttachmentRule, Period, Retention } from './form';

/** A free-form letter has no form to say these: a question on procedure is answered in 7 days (Civil Petitions Act Enforcement Decree art. 14). */
export const LETTER_PERIOD: Period = { duration: 'P7D', rule: 'kr' };

export const LETTER_RETENTION: Retention = { class: 'years', years: 5 };

export const LETTER_ATTACHMENTS: AttachmentRule = {
  name: 'attachment',
  title: { ko: '첨부 파일', en: 'Attachment' },
  required: false,
  maxCount: 20,
  maxBytes: 20 * 1024 * 1024,
  types: [
    'application/pdf',
    'image/png',
    'image/jpeg',
    'text/plain',
    'application/x-hwp',
    'application/hwp+zip',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
};
