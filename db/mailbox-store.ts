import type { ContentCipher } from '../adapters/content-cipher';
import type { DeliveryState } from '../domain/delivery';
import type { Words } from '../domain/words';
import type { WrittenContent } from './document-store';
import { openEach } from './kept-content';
import type { Db, Tx } from './knex';

/** What lies in a mailbox and can still be read. */
const KEPT = 'v.consigned_at IS NOT NULL AND v.recalled_at IS NULL AND v.removed_at IS NULL';

export interface MailboxLine {
  id: string;
  documentId: string;
  state: DeliveryState;
  organisation: string | null;
  office: string;
  officeName: Words;
  number: string;
  title: string | null;
  consignedAt: Date;
  openedAt: Date | null;
  acknowledgedAt: Date | null;
  removeAt: Date;
  destroyedAt: Date | null;
}

export interface MailboxAsked {
  /** The person's own box and those of the organisations that they act for. */
  boxes: readonly string[];
  unread: boolean;
  after: { at: string; id: string } | undefined;
  limit: number;
}

/**
 * The newest first. Each box is read by its index and no further than a page; what is joined is a page of rows, so that a
 * large mailbox costs what a small one does.
 */
export async function listMailbox(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  { boxes, unread, after, limit }: MailboxAsked,
): Promise<MailboxLine[]> {
  const { rows } = await db.raw(
    `SELECT v.id, v.document_id AS "documentId", v.state, v.organisation, d.office, o.name AS "officeName", d.number,
       v.consigned_at AS "consignedAt", v.opened_at AS "openedAt", v.acknowledged_at AS "acknowledgedAt",
       b.remove_at AS "removeAt", d.content_destroyed_at AS "destroyedAt", d.content_key AS key, c.sealed
     FROM (
       SELECT page.* FROM unnest(CAST(:boxes AS text[])) AS mine (box) CROSS JOIN LATERAL (
         SELECT v.* FROM deliveries v
         WHERE v.box = mine.box AND ${KEPT} ${unread ? 'AND v.opened_at IS NULL' : ''}
           ${after === undefined ? '' : 'AND (v.consigned_at, v.id) < (CAST(:at AS timestamptz), CAST(:id AS uuid))'}
         ORDER BY v.consigned_at DESC, v.id DESC LIMIT :limit
       ) page
       ORDER BY page.consigned_at DESC, page.id DESC LIMIT :limit
     ) v
     JOIN official_documents d ON d.id = v.document_id
     JOIN dispatches b ON b.document_id = v.document_id
     JOIN offices o ON o.code = d.office
     LEFT JOIN official_document_contents c ON c.document_id = v.document_id
     ORDER BY v.consigned_at DESC, v.id DESC`,
    { boxes: [...boxes], limit, ...(after === undefined ? {} : { at: after.at, id: after.id }) },
  );
  const kept = rows.map(({ documentId, key, sealed }: Record<string, never>) => ({
    ...{ row: documentId, key, sealed, plain: undefined },
  }));
  const contents = await openEach<WrittenContent>(cipher, 'official_document_contents', kept);
  return rows.map(({ key: _, sealed: __, ...line }: Record<string, never>, at: number) => ({
    ...line,
    title: contents[at]?.title ?? null,
  }));
}

/** Counting stops here: a full mailbox costs what one with so many unread does. */
export const UNREAD_UP_TO = 1_000;

export async function countUnread(db: Db | Tx, boxes: readonly string[]): Promise<number> {
  const { rows } = await db.raw(
    `SELECT count(*) AS count FROM (
       SELECT FROM unnest(CAST(:boxes AS text[])) AS mine (box) CROSS JOIN LATERAL (
         SELECT FROM deliveries v WHERE v.box = mine.box AND v.opened_at IS NULL AND ${KEPT} LIMIT :upTo) one
       LIMIT :upTo) unread`,
    { boxes: [...boxes], upTo: UNREAD_UP_TO },
  );
  return rows[0].count;
}
