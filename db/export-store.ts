import type { Language } from '../domain/words';
import type { Db, Tx } from './knex';

/** Everything that a person, or an organisation, sent and received, to be taken along. */
export interface Export {
  id: string;
  person: string;
  organisation: string | null;
  language: Language;
  requestedAt: Date;
  /** Null while it is being packed. */
  readyAt: Date | null;
  removeAt: Date | null;
  removedAt: Date | null;
  /** How many zips it is; null while it is being packed. */
  parts: number | null;
  submissions: number;
  mail: number;
  drafts: number;
  /** Of all of them. */
  packed: number;
}

/** Of a submission, or of a draft of whoever asked. */
export interface ExportItem {
  position: number;
  /** What was sent, or … */
  submissionId: string | null;
  /** … a document of the mailbox, or … */
  deliveryId: string | null;
  /** … what whoever asked has begun to write. */
  draftId: string | null;
  /** In which of the zips it is; null until all is packed. */
  part: number | null;
  /** Null where it was left out, and until it is packed. */
  fileKey: string | null;
  contentKey: string | null;
  bytes: number | null;
  crc32: number | null;
  /** Hex. */
  sha256: string | null;
  /** Why it is not in it, as a code. */
  leftOut: string | null;
}

/** With all that was sent by now, the oldest first, then all that came into the mailbox, then what is being written. */
export async function insertExport(
  tx: Tx,
  asked: Pick<Export, 'id' | 'person' | 'organisation' | 'language' | 'requestedAt'>,
): Promise<void> {
  await tx.raw(
    `INSERT INTO exports (id, person, organisation, language, requested_at)
     VALUES (:id, :person, :organisation, :language, :requestedAt)`,
    { ...asked } as Record<string, unknown>,
  );
  await tx.raw(
    `INSERT INTO export_items (export_id, position, submission_id, delivery_id)
     SELECT :id, row_number() OVER (ORDER BY received, at, submission, delivery), submission, delivery FROM (
       SELECT id AS submission, CAST(NULL AS uuid) AS delivery, received_at AS at, false AS received FROM submissions
       WHERE CASE WHEN CAST(:organisation AS text) IS NULL
         THEN party_person = :person AND party_organisation IS NULL
         ELSE party_organisation = :organisation END
       UNION ALL
       SELECT NULL, id, consigned_at, true FROM deliveries
       WHERE consigned_at IS NOT NULL AND recalled_at IS NULL AND CASE WHEN CAST(:organisation AS text) IS NULL
         THEN person = :person ELSE organisation = :organisation END
     ) own`,
    { id: asked.id, person: asked.person, organisation: asked.organisation } as Record<string, unknown>,
  );
  await tx.raw(
    `INSERT INTO export_items (export_id, position, draft_id)
     SELECT :id, row_number() OVER (ORDER BY created_at, id)
       + (SELECT count(*) FROM export_items WHERE export_id = :id), id FROM drafts
     WHERE (person = :person OR shared) AND organisation IS NOT DISTINCT FROM CAST(:organisation AS text) AND ended_at IS NULL`,
    { id: asked.id, person: asked.person, organisation: asked.organisation } as Record<string, unknown>,
  );
}

const EXPORTS = `SELECT x.id, x.person, x.organisation, x.language, x.requested_at AS "requestedAt", x.ready_at AS "readyAt",
    x.remove_at AS "removeAt", x.removed_at AS "removedAt",
    x.parts, (SELECT count(i.submission_id) FROM export_items i WHERE i.export_id = x.id) AS submissions,
    (SELECT count(i.delivery_id) FROM export_items i WHERE i.export_id = x.id) AS mail,
    (SELECT count(i.draft_id) FROM export_items i WHERE i.export_id = x.id) AS drafts,
    (SELECT count(*) FROM export_items i WHERE i.export_id = x.id AND i.packed_at IS NOT NULL) AS packed
  FROM exports x`;

export async function findExport(db: Db | Tx, id: string): Promise<Export | undefined> {
  const { rows } = await db.raw(`${EXPORTS} WHERE x.id = ?`, [id]);
  return rows.map(counted)[0];
}

export async function listExports(
  db: Db,
  person: string,
  asked: { before: string | undefined; limit: number },
): Promise<Export[]> {
  const { rows } = await db.raw(
    `${EXPORTS} WHERE x.person = :person AND (CAST(:before AS uuid) IS NULL OR x.id < CAST(:before AS uuid))
     ORDER BY x.id DESC LIMIT :limit`,
    { person, before: asked.before ?? null, limit: asked.limit } as Record<string, unknown>,
  );
  return rows.map(counted);
}

const counted = (row: Export): Export => ({
  ...row,
  submissions: Number(row.submissions),
  mail: Number(row.mail),
  drafts: Number(row.drafts),
  packed: Number(row.packed),
});

/** Those about which something is to be done, the oldest first. */
export async function openExports(db: Db, at: Date): Promise<string[]> {
  const { rows } = await db.raw(
    `SELECT id FROM exports WHERE removed_at IS NULL AND (ready_at IS NULL OR remove_at <= ?)
     ORDER BY requested_at LIMIT 100`,
    [at],
  );
  return rows.map(({ id }: { id: string }) => id);
}

const ITEMS = `SELECT position, part, submission_id AS "submissionId", delivery_id AS "deliveryId", draft_id AS "draftId",
  file_key AS "fileKey", content_key AS "contentKey", bytes, crc32, sha256, left_out AS "leftOut" FROM export_items`;

/** What is not packed, in order. */
export async function itemsToPack(db: Db, exportId: string, limit: number): Promise<ExportItem[]> {
  const { rows } = await db.raw(
    `${ITEMS} WHERE export_id = ? AND packed_at IS NULL ORDER BY position LIMIT ?`,
    [exportId, limit],
  );
  return rows;
}

/** All of it, or of one of its zips; bytes whose content was destroyed since have no place any more. */
export async function listItems(db: Db | Tx, exportId: string, part?: number): Promise<ExportItem[]> {
  const { rows } = await db.raw(
    `SELECT i.position, i.part, i.submission_id AS "submissionId", i.delivery_id AS "deliveryId", i.draft_id AS "draftId",
       i.content_key AS "contentKey", i.bytes, i.crc32, i.sha256,
       CASE WHEN gone THEN NULL ELSE i.file_key END AS "fileKey",
       CASE WHEN NOT gone THEN i.left_out WHEN i.draft_id IS NULL THEN 'content.destroyed' ELSE 'draft.gone' END AS "leftOut"
     FROM export_items i LEFT JOIN submissions s ON s.id = i.submission_id
     LEFT JOIN drafts d ON d.id = i.draft_id AND d.ended_at IS NULL,
       LATERAL (SELECT i.content_key IS NOT NULL AND CASE WHEN i.draft_id IS NULL
         THEN COALESCE(s.disposal IN ('begun', 'done'), false) ELSE d.id IS NULL END AS gone) g
     WHERE i.export_id = :exportId AND (CAST(:part AS integer) IS NULL OR i.part = :part) ORDER BY i.position`,
    { exportId, part: part ?? null },
  );
  return rows.map((row: ExportItem) => ({
    ...row,
    bytes: row.bytes === null ? null : Number(row.bytes),
    crc32: row.crc32 === null ? null : Number(row.crc32),
  }));
}

/** @returns false where another step packed it first; then these bytes are nobody's */
export async function keepItem(
  db: Db,
  exportId: string,
  item: Omit<ExportItem, 'submissionId' | 'deliveryId' | 'draftId' | 'part'>,
  at: Date,
): Promise<boolean> {
  const { position, fileKey, contentKey, bytes, crc32, sha256, leftOut } = item;
  const changed = await db('export_items')
    .where({ export_id: exportId, position, packed_at: null })
    .update({
      ...{ file_key: fileKey, content_key: contentKey, bytes, crc32, sha256 },
      ...{ left_out: leftOut, packed_at: at },
    });
  return changed === 1;
}

/** @param parts into which zip each item goes, in the order of their positions */
export async function finishExport(
  db: Db,
  id: string,
  finished: { at: Date; removeAt: Date; parts: readonly number[] },
): Promise<void> {
  const { at, removeAt, parts } = finished;
  await db.transaction(async (tx) => {
    await tx.raw(
      `UPDATE export_items i SET part = x.part FROM unnest(CAST(:parts AS integer[])) WITH ORDINALITY AS x (part, position)
       WHERE i.export_id = :id AND i.position = x.position`,
      { id, parts: [...parts] },
    );
    await tx('exports')
      .where({ id, ready_at: null })
      .update({
        ready_at: at,
        remove_at: removeAt,
        parts: parts.reduce((most, part) => Math.max(most, part), 1),
      });
  });
}

export async function markRemoved(db: Db, id: string, at: Date): Promise<void> {
  await db('exports').where({ id, removed_at: null }).update({ removed_at: at });
}
