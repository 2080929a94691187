import type { ContentCipher } from '../adapters/content-cipher';
import type { DraftContent } from '../domain/draft';
import type { Words } from '../domain/words';
import { placeOfFile } from './file-store';
import { openEach, openOne, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

export interface DraftRow {
  id: string;
  /** Who began it; where it is not shared nobody else sees it. */
  person: string;
  /** For whom it is to be sent, where not for the writer. */
  organisation: string | null;
  /** The organisation's: its members see it, those who submit change and send it. */
  shared: boolean;
  authorisation: string | null;
  form: string | null;
  /** Null: the newest when it is sent. */
  formVersion: number | null;
  copiedFrom: string | null;
  contentKey: string;
  sealed: Buffer;
  /** Counts changes; the ETag. */
  version: number;
  createdAt: Date;
  changedAt: Date;
  /** Who wrote it last. */
  changedBy: string;
  changedByName: string;
  removeAt: Date;
}

/** Who asks for drafts: their own, and those of organisations that they read. */
export interface DraftReader {
  person: string;
  organisations: readonly string[];
}

type Seals = Pick<ContentCipher, 'seal'>;
type Opens = Pick<ContentCipher, 'open'>;

const COLUMNS = `d.id, d.person, d.organisation, d.shared, d.authorisation, d.form, d.form_version AS "formVersion",
  d.copied_from AS "copiedFrom", d.content_key AS "contentKey", d.sealed, d.version, d.created_at AS "createdAt",
  d.changed_at AS "changedAt", d.remove_at AS "removeAt", COALESCE(d.changed_by, d.person) AS "changedBy",
  (SELECT p.name FROM people p WHERE p.id = COALESCE(d.changed_by, d.person)) AS "changedByName"`;
const LIVE = 'd.ended_at IS NULL';
const SEEN =
  '(NOT d.shared AND d.person = :person OR d.shared AND d.organisation = ANY (CAST(:organisations AS text[])))';
const seenBy = ({ person, organisations }: DraftReader) => ({ person, organisations: [...organisations] });

/** What of a draft is no content. */
export type DraftHead = Pick<
  DraftRow,
  'organisation' | 'shared' | 'authorisation' | 'form' | 'formVersion' | 'changedBy'
>;

/** When a draft that was changed now is announced for removal and removed. */
export interface DraftDates {
  at: Date;
  warnAt: Date;
  removeAt: Date;
}

const columnsOf = (head: DraftHead, dates: DraftDates) => ({
  ...{ organisation: head.organisation, shared: head.shared, authorisation: head.authorisation },
  ...{ form: head.form, form_version: head.formVersion, changed_by: head.changedBy, warned_at: null },
  ...{ changed_at: dates.at, warn_at: dates.warnAt, remove_at: dates.removeAt },
});

const seal = (
  cipher: Seals,
  { id, contentKey }: Pick<DraftRow, 'id' | 'contentKey'>,
  content: DraftContent,
) => sealContent(cipher, contentKey, { table: 'drafts', row: id }, content);

export async function insertDraft(
  tx: Tx,
  cipher: Seals,
  draft: Pick<DraftRow, 'id' | 'person' | 'contentKey' | 'copiedFrom'> & DraftHead,
  content: DraftContent,
  dates: DraftDates,
): Promise<void> {
  await tx('drafts').insert({
    ...{ id: draft.id, person: draft.person, copied_from: draft.copiedFrom, created_at: dates.at },
    ...{ ...columnsOf(draft, dates), content_key: draft.contentKey },
    sealed: await seal(cipher, draft, content),
  });
}

/** Under the row's lock; it is kept for the whole time again. */
export async function changeDraft(
  tx: Tx,
  cipher: Seals,
  draft: Pick<DraftRow, 'id' | 'contentKey'> & DraftHead,
  content: DraftContent,
  dates: DraftDates,
): Promise<void> {
  await tx('drafts')
    .where({ id: draft.id })
    .update({
      ...{ ...columnsOf(draft, dates), version: tx.raw('version + 1') },
      sealed: await seal(cipher, draft, content),
    });
}

/** A draft that is the reader's to see. */
export async function findDraft(db: Db | Tx, id: string, reader: DraftReader): Promise<DraftRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM drafts d WHERE d.id = :id AND ${SEEN} AND ${LIVE}`, {
    ...{ id, ...seenBy(reader) },
  });
  return rows[0];
}

export async function lockDraft(tx: Tx, id: string, reader: DraftReader): Promise<DraftRow | undefined> {
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM drafts d WHERE d.id = :id AND ${SEEN} AND ${LIVE} FOR UPDATE OF d`,
    { id, ...seenBy(reader) },
  );
  return rows[0];
}

/** @throws GongmunError `content.destroyed` (410) where it ended meanwhile */
export function openDraft(
  cipher: Opens,
  { id, contentKey, sealed }: Pick<DraftRow, 'id' | 'contentKey' | 'sealed'>,
): Promise<DraftContent> {
  return openOne(cipher, 'drafts', { row: id, key: contentKey, sealed, plain: undefined });
}

/** How many are kept for a person, or of one that is shared for its organisation. One save after the other, so that the count holds. */
export async function countDrafts(
  tx: Tx,
  { person, organisation, shared }: Pick<DraftRow, 'person' | 'organisation' | 'shared'>,
): Promise<number> {
  const whose = shared ? organisation : person;
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 9))', [whose]);
  const { rows } = await tx.raw(
    `SELECT count(*) AS count FROM drafts d WHERE d.shared = ? AND d.?? = ? AND ${LIVE}`,
    [shared, shared ? 'organisation' : 'person', whose],
  );
  return rows[0].count;
}

export type DraftLine = DraftRow & { formTitle: Words | null; title: string | null };

/** What a reader sees, the one changed last first. */
export async function listDrafts(
  db: Db,
  cipher: Opens,
  asked: { reader: DraftReader; after: { at: string; id: string } | undefined; limit: number },
): Promise<DraftLine[]> {
  const { reader, after, limit } = asked;
  const { rows } = await db.raw(
    `SELECT ${COLUMNS}, v.definition -> 'title' AS "formTitle"
     FROM drafts d
     LEFT JOIN forms f ON f.id = d.form
     LEFT JOIN form_versions v ON v.form = f.id AND v.version = COALESCE(d.form_version, f.current_version)
     WHERE ${SEEN} AND ${LIVE}
       ${after === undefined ? '' : 'AND (d.changed_at, d.id) < (CAST(:at AS timestamptz), CAST(:id AS uuid))'}
     ORDER BY d.changed_at DESC, d.id DESC LIMIT :limit`,
    { ...seenBy(reader), limit, ...after },
  );
  const kept = rows.map(({ id, contentKey: key, sealed }: DraftRow) => ({
    row: id,
    key,
    sealed,
    plain: undefined,
  }));
  const contents = await openEach<DraftContent>(cipher, 'drafts', kept);
  return rows.map((row: Omit<DraftLine, 'title'>, n: number) => ({
    ...row,
    title: contents[n]?.letter?.title ?? null,
  }));
}

/** From here on there is no such draft; its key is destroyed next. */
export async function endDraft(tx: Tx, id: string, at: Date): Promise<void> {
  await tx('drafts').where({ id, ended_at: null }).update({ ended_at: at, sealed: null });
}

/** Drafts whose removal is to be announced, locked; another worker takes others. */
export async function draftsToWarn(
  tx: Tx,
  at: Date,
  limit: number,
): Promise<
  {
    id: string;
    person: string;
    /** Null also where they want no such mail. */
    email: string | null;
    language: 'ko' | 'en';
    title: Words | null;
    removeAt: Date;
  }[]
> {
  const { rows } = await tx.raw(
    `SELECT d.id, p.id AS person, CASE WHEN 'drafts' = ANY (w.declined) THEN NULL ELSE p.email END AS email,
       COALESCE(w.language, p.language) AS language, d.remove_at AS "removeAt",
       (SELECT v.definition -> 'title' FROM forms f JOIN form_versions v ON v.form = f.id AND v.version = f.current_version
        WHERE f.id = d.form) AS title
     FROM drafts d JOIN people p ON p.id = COALESCE(d.changed_by, d.person)
     LEFT JOIN notice_settings w ON w.person = p.id
     WHERE d.warned_at IS NULL AND d.warn_at <= :at AND ${LIVE}
     ORDER BY d.warn_at LIMIT :limit FOR UPDATE OF d SKIP LOCKED`,
    { at, limit },
  );
  return rows;
}

/** Whoever is warned late is given the time all the same. */
export async function markDraftWarned(tx: Tx, id: string, at: Date, removeAt: Date): Promise<void> {
  await tx('drafts').where({ id }).update({ warned_at: at, remove_at: removeAt });
}

/** Ends what was announced and not touched since. */
export async function endOverdueDrafts(db: Db, at: Date, limit: number): Promise<void> {
  await db.raw(
    `UPDATE drafts SET ended_at = :at, sealed = NULL WHERE id IN (
       SELECT d.id FROM drafts d WHERE d.warned_at IS NOT NULL AND d.remove_at <= :at AND ${LIVE}
       ORDER BY d.remove_at LIMIT :limit FOR UPDATE SKIP LOCKED)`,
    { at, limit },
  );
}

/** Drafts that have ended and whose keys are there still. */
export async function endedDrafts(db: Db, limit: number): Promise<string[]> {
  return db('drafts').whereNotNull('ended_at').orderBy('ended_at').limit(limit).pluck('id');
}

/** Of a draft that has ended: its keys, its own and those of the files that go with it, and where these are, packed too. */
export async function contentOfEnded(db: Db, id: string): Promise<{ keys: string[]; fileKeys: string[] }> {
  const { rows } = await db.raw(
    `SELECT d.content_key AS key, NULL AS id FROM drafts d WHERE d.id = :id AND d.ended_at IS NOT NULL
     UNION ALL SELECT f.content_key, f.id FROM files f JOIN drafts d ON d.id = f.draft_id
     WHERE d.id = :id AND d.ended_at IS NOT NULL`,
    { id },
  );
  const packed: string[] = await db('export_items')
    .where({ draft_id: id })
    .whereNotNull('file_key')
    .pluck('file_key');
  return {
    keys: rows.flatMap(({ key }: { key: string | null }) => key ?? []),
    fileKeys: [
      ...rows.flatMap(({ id: file, key }: { id: string | null; key: string | null }) =>
        file === null ? [] : [placeOfFile({ id: file, contentKey: key }).key],
      ),
      ...packed,
    ],
  };
}

/** What is left of it, when its keys are gone. */
export async function deleteEnded(db: Db, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.raw(
      'DELETE FROM files f USING drafts d WHERE f.draft_id = d.id AND d.id = ? AND d.ended_at IS NOT NULL',
      [id],
    );
    await tx('drafts').where({ id }).whereNotNull('ended_at').delete();
  });
}

/** Every draft in order of its id, with the uploads that wait in it. */
export async function nextDrafts(
  db: Db,
  after: string | null,
  limit: number,
): Promise<(Pick<DraftRow, 'id' | 'contentKey' | 'sealed'> & { uploads: string[] })[]> {
  const { rows } = await db.raw(
    `SELECT d.id, d.content_key AS "contentKey", d.sealed, ARRAY(SELECT f.id FROM files f WHERE f.draft_id = d.id) AS uploads
     FROM drafts d WHERE ${LIVE} AND (CAST(:after AS uuid) IS NULL OR d.id > CAST(:after AS uuid))
     ORDER BY d.id LIMIT :limit`,
    { after, limit } as Record<string, unknown>,
  );
  return rows;
}

export async function isLive(db: Db, id: string): Promise<boolean> {
  return (await db('drafts').where({ id, ended_at: null }).first('id')) !== undefined;
}
