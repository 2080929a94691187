import type { AttachmentRule } from './form';
import { LETTER_ATTACHMENTS } from './letter';

/** The pages of what came over the counter, whatever it is written on; of the types that a letter may bring. */
export const SCAN: AttachmentRule = {
  ...LETTER_ATTACHMENTS,
  name: 'scan',
  title: { ko: '스캔 문서', en: 'Scan' },
};
