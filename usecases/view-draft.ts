import type { DraftLine, DraftRow } from '../db/draft-store';
import { type FileRow, listDraftFiles } from '../db/file-store';
import type { Db, Tx } from '../db/knex';
import type { DraftContent } from '../domain/draft';
import type { Words } from '../domain/words';
import type { Document } from './check-document';
import type { Deps } from './deps';
import { type AttachmentView, viewFile } from './read-content';

interface DraftHeadView {
  id: string;
  /** Null of a letter; without a version it is sent by the newest. */
  form: { id: string; version: number | null } | null;
  organisation: string | null;
  /** Whether the organisation's members see it, and those who submit change it. */
  shared: boolean;
  authorisation: string | null;
  version: number;
  createdAt: string;
  changedAt: string;
  changedBy: { id: string; name: string };
  /** When it is removed unless it is changed before. */
  removeAt: string;
}

export interface DraftView extends DraftHeadView {
  letter: { title: string; body: string } | null;
  answers: unknown;
  office: string | null;
  /** In their order; `rule` is the form's name for each. */
  attachments: AttachmentView[];
  copiedFrom: string | null;
  /** Answers of the document it was copied from that could not be kept, as pointers. */
  leftOut: string[];
}

export interface DraftLineView extends DraftHeadView {
  formTitle: Words | null;
  title: string | null;
}

const headOf = (row: DraftRow): DraftHeadView => ({
  id: row.id,
  form: row.form === null ? null : { id: row.form, version: row.formVersion },
  organisation: row.organisation,
  shared: row.shared,
  authorisation: row.authorisation,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
  changedBy: { id: row.changedBy, name: row.changedByName },
  removeAt: row.removeAt.toISOString(),
});

export async function viewDraft(
  db: Db | Tx,
  deps: Pick<Deps, 'cipher'>,
  row: DraftRow,
  content: DraftContent,
): Promise<DraftView> {
  const files = new Map((await listDraftFiles(db, deps.cipher, row.id)).map((file) => [file.id, file]));
  return {
    ...headOf(row),
    letter: content.letter,
    answers: content.answers ?? null,
    office: content.office,
    attachments: content.attachments.flatMap(({ upload, name }) => viewOf(files.get(upload), name)),
    copiedFrom: row.copiedFrom,
    leftOut: content.leftOut,
  };
}

const viewOf = (file: FileRow | undefined, rule: string | null): AttachmentView[] =>
  file === undefined ? [] : [{ ...viewFile(file), rule }];

export const viewDraftLine = (line: DraftLine): DraftLineView => ({
  ...headOf(line),
  formTitle: line.formTitle,
  title: line.title,
});

/** The draft as the document that it becomes when it is sent. */
export function documentOf(row: DraftRow, content: DraftContent): Document {
  const { form, formVersion, organisation, authorisation } = row;
  return {
    ...(form === null ? {} : { form: { id: form, version: formVersion ?? undefined } }),
    ...(content.answers === undefined ? {} : { answers: content.answers }),
    ...(content.letter === null ? {} : { letter: content.letter }),
    office: content.office ?? undefined,
    organisation: organisation ?? undefined,
    authorisation: authorisation ?? undefined,
    attachments: content.attachments.map(({ upload, name }) => ({ upload, name: name ?? undefined })),
    draft: row.id,
  };
}
