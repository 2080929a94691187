import { type DocumentRow, listDocumentActs, readContentOf } from '../db/document-store';
import { listDocumentFiles } from '../db/file-store';
import type { Db, Tx } from '../db/knex';
import {
  allowedDocumentActs,
  type BodyItem,
  type DocumentActKind,
  type DocumentState,
  type Openness,
  type Recipient,
} from '../domain/official-document';
import type { Deps } from './deps';
import { type AttachmentView, viewFile } from './read-content';

export interface DocumentLine {
  id: string;
  office: string;
  state: DocumentState;
  version: number;
  language: 'ko' | 'en';
  openness: { class: Openness; ground: number | null };
  title: string;
  drafter: string;
  draftedAt: string;
  recipients: number;
  number: string | null;
  registeredAt: string | null;
}

export interface DocumentView extends Omit<DocumentLine, 'title' | 'recipients'> {
  head: { title: string; via: string | null };
  body: BodyItem[];
  recipients: Recipient[];
  attachments: AttachmentView[];
  /** In order; the last one approves. */
  line: { person: string; part: string; agreed: boolean }[];
  acts: { seq: number; kind: string; actor: string; for: string | null; at: string; words: string | null }[];
  allowed: DocumentActKind[];
  contentDigest: string | null;
}

/** @throws GongmunError `content.destroyed` (410) */
export async function viewDocument(
  db: Db | Tx,
  deps: Pick<Deps, 'cipher'>,
  row: DocumentRow,
): Promise<DocumentView> {
  const { title, via, body, recipients } = await readContentOf(db, deps.cipher, row);
  const { title: _, recipients: __, ...line } = viewLine(row, title);
  const acts = await listDocumentActs(db, deps.cipher, row);
  return {
    ...line,
    head: { title, via },
    body,
    recipients,
    attachments: (await listDocumentFiles(db, deps.cipher, row.id)).map(viewFile),
    line: row.line.map((place, at) => ({ ...place, agreed: at < row.agreed })),
    acts: acts.map(({ onBehalfOf, at, ...act }) => ({ ...act, for: onBehalfOf, at: at.toISOString() })),
    allowed: allowedDocumentActs(row),
    contentDigest: row.contentDigest,
  };
}

export function viewLine(row: DocumentRow, title: string): DocumentLine {
  const { id, office, state, version, language, drafter, recipients, number } = row;
  return {
    ...{ id, office, state, version, language, title, drafter, recipients, number },
    openness: { class: row.openness, ground: row.ground },
    draftedAt: row.draftedAt.toISOString(),
    registeredAt: row.registeredAt?.toISOString() ?? null,
  };
}
