import type { AttachmentRule } from './attachment-rule';

/** What may go with a letter; the API has the last word (domain/letter.ts). */
export const LETTER_FILES: AttachmentRule = {
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
