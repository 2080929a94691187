import { type DocumentRow, listDocumentActs, readContentOf } from '../db/document-store';
import { listDocumentFiles } from '../db/file-store';
import type { Db, Tx } from '../db/knex';
import { namesOfRecipients } from '../db/recipient-store';
import type { Disposal } from '../domain/disposal';
import type { Retention } from '../domain/form';
import {
  allowedDocumentActs,
  type BodyItem,
  type DocumentActKind,
  type DocumentState,
  type Openness,
  type Recipient,
} from '../domain/official-document';
import type { Words } from '../domain/words';
import type { Deps } from './deps';
import { type AttachmentView, viewFile } from './read-content';

export interface DocumentLine {
  id: string;
  office: string;
  state: DocumentState;
  version: number;
  language: 'ko' | 'en';
  openness: { class: Openness; ground: number | null };
  /** Null when the content was destroyed. */
  title: string | null;
  drafter: string;
  draftedAt: string;
  retention: Retention;
  /** When its retention is over; null before its dispatch, and for what is kept for ever. */
  disposeAt: string | null;
  disposal: Disposal;
  /** Ids of what forbids its disposal. */
  holds: readonly string[];
  contentDestroyedAt: string | null;
  recipients: number;
  number: string | null;
  registeredAt: string | null;
}

export interface DocumentView extends Omit<DocumentLine, 'title' | 'recipients'> {
  /** Null, and what follows empty, when the content was destroyed. */
  head: { title: string; via: string | null } | null;
  body: BodyItem[];
  recipients: Recipient[];
  /** What they are called, by kind and id with a colon between. */
  names: Record<string, Words>;
  attachments: AttachmentView[];
  /** In order; the last one approves. */
  line: { person: string; part: string; agreed: boolean }[];
  acts: { seq: number; kind: string; actor: string; for: string | null; at: string; words: string | null }[];
  allowed: DocumentActKind[];
  contentDigest: string | null;
}

export async function viewDocument(
  db: Db | Tx,
  deps: Pick<Deps, 'cipher'>,
  row: DocumentRow,
): Promise<DocumentView> {
  const content = isGone(row) ? null : await readContentOf(db, deps.cipher, row);
  const { title: _, recipients: __, ...line } = viewLine(row, null);
  const acts = await listDocumentActs(db, deps.cipher, row);
  return {
    ...line,
    head: content && { title: content.title, via: content.via },
    body: content?.body ?? [],
    recipients: content?.recipients ?? [],
    names: Object.fromEntries(await namesOfRecipients(db, content?.recipients ?? [])),
    attachments: content === null ? [] : (await listDocumentFiles(db, deps.cipher, row.id)).map(viewFile),
    line: row.line.map((place, at) => ({ ...place, agreed: at < row.agreed })),
    acts: acts.map(({ onBehalfOf, at, ...act }) => ({ ...act, for: onBehalfOf, at: at.toISOString() })),
    allowed: allowedDocumentActs(row),
    contentDigest: row.contentDigest,
  };
}

/** Its content was destroyed, or is being destroyed: its keys go first. */
export const isGone = ({ disposal }: Pick<DocumentRow, 'disposal'>): boolean =>
  disposal === 'begun' || disposal === 'done';

export function viewLine(row: DocumentRow, title: string | null): DocumentLine {
  const { id, office, state, version, language, drafter, recipients, number } = row;
  const { retention, disposal, holds } = row;
  return {
    ...{ id, office, state, version, language, title, drafter, recipients, number },
    openness: { class: row.openness, ground: row.ground },
    draftedAt: row.draftedAt.toISOString(),
    ...{ retention, disposal, holds, disposeAt: row.disposeAt?.toISOString() ?? null },
    contentDestroyedAt: row.contentDestroyedAt?.toISOString() ?? null,
    registeredAt: row.registeredAt?.toISOString() ?? null,
  };
}
