import type { Fault } from './errors';

/** More than anybody works on at a time; each is as large as a request may be at most. */
export const MOST_DRAFTS = 50;
/** Of one organisation, among whose members they are shared. */
export const MOST_SHARED_DRAFTS = 200;

/** What is sealed of a draft. */
export interface DraftContent {
  /** Null of a form. */
  letter: { title: string; body: string } | null;
  /** Absent of a letter, and of a form while there are none. */
  answers?: unknown;
  office: string | null;
  /** `name` is the form's attachment rule, null where it has one only. */
  attachments: { upload: string; name: string | null }[];
  /** Pointers to the answers of the document it was copied from for which the newer form has no field. */
  leftOut: string[];
}

/** What a letter lacks that is sent. */
export function missingWords(letter: { title: string; body: string }): Fault[] {
  return (['title', 'body'] as const)
    .filter((part) => letter[part].trim() === '')
    .map((part) => ({
      pointer: `/letter/${part}`,
      code: `letter.${part}_missing`,
      detail: 'A letter has a title and a body.',
    }));
}

/** Answers that could not be copied: they are lost to the new document, and whoever sends it should know. */
export const leftOutFaults = (pointers: readonly string[]): Fault[] =>
  pointers.map((pointer) => ({
    pointer,
    code: 'answer.left_out',
    detail: 'The form no longer has this field; the answer was not copied.',
  }));
