import type { ContentCipher } from '../adapters/content-cipher';
import type { Disposal } from '../domain/disposal';
import type { Retention } from '../domain/form';
import type {
  DocumentActKind,
  DocumentContent,
  DocumentProcedure,
  DocumentState,
  Openness,
} from '../domain/official-document';
import { openEach, openOne, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

export interface DocumentRow extends DocumentProcedure {
  id: string;
  office: string;
  language: 'ko' | 'en';
  openness: Openness;
  /** The number in article 9(1) of the Official Information Disclosure Act; null of what is open. */
  ground: number | null;
  draftedAt: Date;
  /** Counts edits and acts; the ETag. */
  version: number;
  recipients: number;
  number: string | null;
  registeredAt: Date | null;
  contentKey: string;
  contentDigest: string | null;
  retention: Retention;
  /** When its retention is over; null before its dispatch, and for what is kept for ever. */
  disposeAt: Date | null;
  contentDestroyedAt: Date | null;
  evidenceCount: number;
  lastEvidenceDigest: string | null;
}

const COLUMNS = `id, office, language, openness, ground, state, drafter, drafted_at AS "draftedAt", version, recipients,
  line, agreed, number, registered_at AS "registeredAt", content_key AS "contentKey", content_digest AS "contentDigest",
  retention, holds, disposal, dispose_at AS "disposeAt", content_destroyed_at AS "contentDestroyedAt",
  evidence_count AS "evidenceCount", last_evidence_digest AS "lastEvidenceDigest"`;

export type NewDocument = Pick<
  DocumentRow,
  | 'id'
  | 'office'
  | 'language'
  | 'openness'
  | 'ground'
  | 'drafter'
  | 'draftedAt'
  | 'recipients'
  | 'contentKey'
  | 'retention'
>;

/** With the salt of its digest; made anew with each edit. */
export type WrittenContent = DocumentContent & { salt: string };

type Seals = Pick<ContentCipher, 'seal'>;
type Opens = Pick<ContentCipher, 'open'>;

export async function insertDocument(
  tx: Tx,
  cipher: Seals,
  document: NewDocument,
  content: WrittenContent,
): Promise<void> {
  const { id, contentKey } = document;
  await tx('official_documents').insert({
    ...{ id, office: document.office, language: document.language, state: 'draft', version: 1 },
    ...{ openness: document.openness, ground: document.ground, recipients: document.recipients },
    ...{ drafter: document.drafter, drafted_at: document.draftedAt, content_key: contentKey },
    retention: JSON.stringify(document.retention),
  });
  await tx('official_document_contents').insert({
    document_id: id,
    sealed: await sealContent(cipher, contentKey, { table: 'official_document_contents', row: id }, content),
  });
}

export async function replaceContent(
  tx: Tx,
  cipher: Seals,
  { id, contentKey }: Pick<DocumentRow, 'id' | 'contentKey'>,
  content: WrittenContent,
): Promise<void> {
  const at = { table: 'official_document_contents' as const, row: id };
  const sealed = await sealContent(cipher, contentKey, at, content);
  await tx('official_document_contents').where({ document_id: id }).update({ sealed });
}

/** @throws GongmunError `content.destroyed` (410) */
export async function readContentOf(
  db: Db | Tx,
  cipher: Opens,
  { id, contentKey }: Pick<DocumentRow, 'id' | 'contentKey'>,
): Promise<WrittenContent> {
  const kept = await db('official_document_contents').where({ document_id: id }).first('sealed');
  return openOne(cipher, 'official_document_contents', {
    ...{ row: id, key: contentKey, sealed: kept?.sealed ?? null },
    plain: undefined,
  });
}

export async function findDocument(db: Db | Tx, id: string): Promise<DocumentRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM official_documents WHERE id = ?`, [id]);
  return rows[0];
}

export async function lockDocument(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  const { rows } = await tx.raw(`SELECT ${COLUMNS} FROM official_documents WHERE id = ? FOR UPDATE`, [id]);
  return rows[0];
}

/** An office's documents, the newest draft first. */
export async function listDocuments(
  db: Db | Tx,
  asked: {
    office: string;
    state?: DocumentState | undefined;
    disposal?: Disposal | undefined;
    after: { at: string; id: string } | undefined;
    limit: number;
  },
): Promise<DocumentRow[]> {
  const query = db('official_documents').where({ office: asked.office }).select(db.raw(COLUMNS));
  if (asked.state !== undefined) query.where({ state: asked.state });
  if (asked.disposal !== undefined) query.where({ disposal: asked.disposal });
  if (asked.after !== undefined)
    query.whereRaw('(drafted_at, id) < (CAST(? AS timestamptz), CAST(? AS uuid))', [
      asked.after.at,
      asked.after.id,
    ]);
  return query
    .orderBy([
      { column: 'drafted_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(asked.limit);
}

export type DocumentChange = Partial<
  Pick<
    DocumentRow,
    | 'language'
    | 'openness'
    | 'ground'
    | 'state'
    | 'recipients'
    | 'line'
    | 'agreed'
    | 'number'
    | 'registeredAt'
    | 'contentDigest'
    | 'retention'
    | 'holds'
    | 'disposal'
    | 'disposeAt'
    | 'contentDestroyedAt'
    | 'evidenceCount'
    | 'lastEvidenceDigest'
  >
>;

const COLUMN: Record<keyof DocumentChange, string> = {
  language: 'language',
  openness: 'openness',
  ground: 'ground',
  state: 'state',
  recipients: 'recipients',
  line: 'line',
  agreed: 'agreed',
  number: 'number',
  registeredAt: 'registered_at',
  contentDigest: 'content_digest',
  retention: 'retention',
  holds: 'holds',
  disposal: 'disposal',
  disposeAt: 'dispose_at',
  contentDestroyedAt: 'content_destroyed_at',
  evidenceCount: 'evidence_count',
  lastEvidenceDigest: 'last_evidence_digest',
};

/** Under the row's lock; the version grows with every act. */
export async function changeDocument(tx: Tx, id: string, change: DocumentChange): Promise<void> {
  const columns = Object.entries(change).map(([name, value]) => [
    COLUMN[name as keyof DocumentChange],
    name === 'line' || name === 'retention' ? JSON.stringify(value) : value,
  ]);
  await tx('official_documents')
    .where({ id })
    .update({ ...Object.fromEntries(columns), version: tx.raw('version + 1') });
}

export interface DocumentActRow {
  seq: number;
  kind: DocumentActKind;
  actor: string;
  onBehalfOf: string | null;
  at: Date;
}

/** @param act.words why it was sent back; sealed with the document's content */
export async function insertDocumentAct(
  tx: Tx,
  cipher: Seals,
  document: Pick<DocumentRow, 'id' | 'contentKey'>,
  act: DocumentActRow & { id: string; words?: string | undefined },
): Promise<void> {
  const { id, seq, kind, actor, onBehalfOf, at, words } = act;
  const place = { table: 'document_acts' as const, row: id };
  await tx('document_acts').insert({
    ...{ id, document_id: document.id, seq, kind, actor, on_behalf_of: onBehalfOf, at },
    sealed: words === undefined ? null : await sealContent(cipher, document.contentKey, place, { words }),
  });
}

/** Every act, the first first, with the words that went with it as long as they are kept. */
export async function listDocumentActs(
  db: Db | Tx,
  cipher: Opens,
  { id, contentKey }: Pick<DocumentRow, 'id' | 'contentKey'>,
): Promise<(DocumentActRow & { words: string | null })[]> {
  const { rows } = await db.raw(
    `SELECT id, seq, kind, actor, on_behalf_of AS "onBehalfOf", at, sealed FROM document_acts
     WHERE document_id = ? ORDER BY seq`,
    [id],
  );
  const kept = rows.map(({ id: row, sealed }: { id: string; sealed: Buffer | null }) => ({
    ...{ row, key: contentKey, sealed, plain: undefined },
  }));
  const words = await openEach<{ words: string }>(cipher, 'document_acts', kept);
  return rows.map(
    ({ id: _, sealed: __, ...act }: DocumentActRow & { id: string; sealed: unknown }, at: number) => ({
      ...act,
      words: words[at]?.words ?? null,
    }),
  );
}
