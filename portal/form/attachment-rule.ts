import type { Words } from '../parts/words-of';

/** Which files go with a document, of which kinds and how many (domain/form.ts). */
export interface AttachmentRule {
  name: string;
  title: Words;
  required: boolean;
  maxCount: number;
  maxBytes: number;
  types: string[];
}
