import { v7 as uuid } from 'uuid';
import type { ContentCipher } from '../adapters/content-cipher';
import type { NoticeKind } from '../domain/notice';
import type { NoticeTopic } from '../domain/notice-settings';
import { serviceAccount } from '../domain/service-account';
import type { Language, Words } from '../domain/words';
import { findSenders } from './counter-store';
import type { Db, Tx } from './knex';

/** What people are told of by mail; the words are in `adapters/notice-words.ts`. */
export type NoticeStatus =
  | 'written'
  | 'started'
  | 'deferred'
  | 'sent'
  | 'refused'
  | 'unaddressed'
  | 'unwanted';

export interface NewNotice {
  kind: NoticeKind;
  recipient: { person: string } | { office: string };
  /** Of all notices of one kind in a batch a person gets one. */
  batch?: string;
}

/**
 * Puts the notices that nobody carries yet into groups of `size`, oldest first, and names every group that the engine
 * has not been given: also those of a relay that stopped after this step.
 * @returns the notice whose activity carries each group
 */
export async function groupNotices(db: Db, size: number, limit: number): Promise<string[]> {
  const { rows } = await db.raw(
    `WITH waiting AS (
       SELECT id, written_at FROM notices WHERE status = 'written' AND carrier IS NULL
       ORDER BY written_at, id LIMIT :limit FOR UPDATE SKIP LOCKED
     ), placed AS (
       SELECT id, (row_number() OVER (ORDER BY written_at, id) - 1) / :size AS part FROM waiting
     ), grouped AS (
       UPDATE notices n SET carrier = g.carrier
       FROM (SELECT id, first_value(id) OVER (PARTITION BY part ORDER BY id) AS carrier FROM placed) g
       WHERE n.id = g.id RETURNING n.carrier
     )
     SELECT carrier FROM grouped
     UNION SELECT carrier FROM notices WHERE status = 'written' AND carrier IS NOT NULL`,
    { size, limit },
  );
  return rows.map((row: { carrier: string }) => row.carrier);
}

/** The engine has been given the activities of these groups. */
export async function markStarted(db: Db, carriers: string[]): Promise<void> {
  if (carriers.length > 0)
    await db('notices')
      .whereIn('carrier', carriers)
      .where({ status: 'written' })
      .update({ status: 'started' });
}

/** A notice of an official document or of its delivery, to a person or to an office. */
export type DocumentNotice = DocumentNoticeOf & ({ person: string } | { office: string });

interface DocumentNoticeOf {
  kind: NoticeKind;
  documentId?: string;
  deliveryId?: string;
  evidenceId: string;
  at: Date;
}

export async function insertNotices(tx: Tx, notices: readonly DocumentNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await tx.raw(
    `INSERT INTO notices (id, document_id, delivery_id, evidence_id, kind, recipient_person, recipient_office, status, written_at)
     SELECT id, document, delivery, evidence, kind, person, office, 'written', at
     FROM unnest(:ids::uuid[], :documents::uuid[], :deliveries::uuid[], :evidences::uuid[], :kinds::text[],
       :persons::text[], :offices::text[], :instants::timestamptz[])
       AS x (id, document, delivery, evidence, kind, person, office, at)
     ON CONFLICT DO NOTHING`,
    {
      ids: notices.map(() => uuid()),
      documents: notices.map(({ documentId }) => documentId ?? null),
      deliveries: notices.map(({ deliveryId }) => deliveryId ?? null),
      evidences: notices.map(({ evidenceId }) => evidenceId),
      kinds: notices.map(({ kind }) => kind),
      persons: notices.map((notice) => ('person' in notice ? notice.person : null)),
      offices: notices.map((notice) => ('office' in notice ? notice.office : null)),
      instants: notices.map(({ at }) => at),
    },
  );
}

/** A notice with what is needed to write the mail: the address, the language, the facts that may stand in it. */
export interface NoticeToSend {
  id: string;
  kind: NoticeKind;
  /** What it is of: a submission, or an official document and its delivery. */
  submissionId: string | null;
  documentId: string | null;
  deliveryId: string | null;
  address: string | null;
  /** To a sender at the counter, who need not have one. */
  counter: boolean;
  /** Of a delivery that was taken back or removed meanwhile, or to somebody who does not read it any more. */
  lapsed: boolean;
  language: Language;
  /** What the recipient does not want to be told of by mail. */
  declined: NoticeTopic[];
  number: string | null;
  formTitle: Words | null;
  officeName: Words | null;
  dueAt: Date | null;
}

/**
 * The notices of one activity that wait to be sent: the one it is named after and those it carries. What is for a service
 * account goes to whoever represents the organisation that it sent for.
 */
export async function findNotices(
  db: Db,
  cipher: Pick<ContentCipher, 'open'>,
  carrier: string,
): Promise<NoticeToSend[]> {
  const { rows } = await db.raw(
    `SELECT n.id, n.kind, n.submission_id AS "submissionId", n.document_id AS "documentId",
       n.delivery_id AS "deliveryId", COALESCE(p.email, ro.email) AS address,
       COALESCE(w.language, p.language, 'ko') AS language,
       COALESCE(w.declined, '{}') AS declined,
       COALESCE(s.channel <> 'online' AND n.recipient_person = s.party_person, false) AS counter,
       n.kind = 'document_received' AND v.id IS NOT NULL AND (v.recalled_at IS NOT NULL OR v.removed_at IS NOT NULL
         OR NOT (COALESCE(v.person = n.recipient_person, false) OR EXISTS (SELECT 1 FROM organisation_members m
           WHERE m.organisation = v.organisation AND m.person = n.recipient_person))) AS lapsed,
       COALESCE(s.registration_number, d.number) AS number, f.definition -> 'title' AS "formTitle", o.name AS "officeName",
       CASE WHEN n.kind LIKE 'supplement_requested%'
           OR (n.kind = 'recalculated_party' AND s.state = 'supplement_requested') THEN s.supplement_due_at
         WHEN n.kind = 'document_removal_near' THEN b.remove_at
         WHEN s.state IN ('supplement_requested', 'suspended') THEN NULL ELSE s.due_at END AS "dueAt"
     FROM notices n
     LEFT JOIN submissions s ON s.id = n.submission_id
     LEFT JOIN deliveries v ON v.id = n.delivery_id
     LEFT JOIN dispatches b ON b.document_id = v.document_id
     LEFT JOIN official_documents d ON d.id = COALESCE(n.document_id, v.document_id)
     LEFT JOIN organisations po ON po.number = s.party_organisation AND starts_with(n.recipient_person, :programs)
     LEFT JOIN people p ON p.id = COALESCE(po.representative, n.recipient_person)
     LEFT JOIN notice_settings w ON w.person = p.id
     LEFT JOIN offices ro ON ro.code = n.recipient_office
     LEFT JOIN offices o ON o.code = COALESCE(s.office, s.requested_office, d.office)
     LEFT JOIN form_versions f ON f.form = s.form AND f.version = s.form_version
     WHERE (n.carrier = :carrier OR (n.id = :carrier AND n.carrier IS NULL))
       AND n.status IN ('written', 'started', 'deferred')`,
    { carrier, programs: serviceAccount('') },
  );
  const atCounter = rows.filter(({ counter }: NoticeToSend) => counter);
  if (atCounter.length === 0) return rows;
  // A sender's address is content and leaves with it.
  const ids = atCounter.flatMap(({ submissionId }: NoticeToSend) => submissionId ?? []);
  const senders = await findSenders(db, cipher, ids);
  return rows.map((notice: NoticeToSend) =>
    notice.counter ? { ...notice, address: senders.get(notice.submissionId ?? '')?.email ?? null } : notice,
  );
}

export async function markSent(
  db: Db | Tx,
  sent: { id: string; response: string }[],
  at: Date,
): Promise<void> {
  if (sent.length === 0) return;
  await db.raw(
    `UPDATE notices n SET status = 'sent', attempts = n.attempts + 1, settled_at = ?, response = s.response
     FROM unnest(?::uuid[], ?::text[]) AS s (id, response)
     WHERE n.id = s.id AND n.status IN ('written', 'started', 'deferred')`,
    [at, sent.map(({ id }) => id), sent.map(({ response }) => response)],
  );
}

/**
 * They wait for a later try. The carrier's own is tried again by the engine; every other gets an activity of its own,
 * so that each has its own times from here on.
 */
export async function markDeferred(db: Db, carrier: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.raw(
    `UPDATE notices SET attempts = attempts + 1, response = 'deferred', carrier = id,
       status = CASE WHEN id = ? THEN 'deferred' ELSE 'written' END
     WHERE id = ANY (?::uuid[]) AND status IN ('written', 'started', 'deferred')`,
    [carrier, ids],
  );
}

/**
 * Settled without a mail, and nothing failed: there is no address to send them to and none was expected, the recipient may
 * not know of it any more, or wants none.
 */
export async function markUnsent(
  db: Db,
  status: Extract<NoticeStatus, 'unaddressed' | 'unwanted'>,
  ids: string[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await db('notices')
    .whereIn('id', ids)
    .whereIn('status', ['written', 'started', 'deferred'])
    .update({ status, settled_at: at });
}

/** @returns false when the notice was settled before; what happened first stays */
export async function markRefused(tx: Tx, id: string, response: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.raw(
    `UPDATE notices SET status = 'refused', attempts = attempts + 1, settled_at = ?, response = ?
     WHERE id = ? AND status IN ('written', 'started', 'deferred')`,
    [at, response, id],
  );
  return rowCount === 1;
}

export interface NoticeRow {
  id: string;
  kind: NoticeKind;
  status: NoticeStatus;
  attempts: number;
  writtenAt: Date;
  settledAt: Date | null;
  response: string | null;
}

export async function listNotices(db: Db | Tx, submissionId: string): Promise<NoticeRow[]> {
  const { rows } = await db.raw(
    `SELECT id, kind, status, attempts, written_at AS "writtenAt", settled_at AS "settledAt", response
     FROM notices WHERE submission_id = ? ORDER BY written_at, id`,
    [submissionId],
  );
  return rows;
}

/** How many notices there are in each status; reads the whole table, so not for every scrape. */
export async function countNotices(db: Db): Promise<{ status: NoticeStatus; count: number }[]> {
  const { rows } = await db.raw('SELECT status, count(*) AS count FROM notices GROUP BY status');
  return rows;
}

/** Notices that were given to the engine and that nothing was heard of for too long. */
export async function abandonedNotices(
  db: Db,
  writtenBefore: Date,
): Promise<Pick<NoticeToSend, 'id' | 'kind' | 'submissionId' | 'deliveryId'>[]> {
  const { rows } = await db.raw(
    `SELECT id, kind, submission_id AS "submissionId", delivery_id AS "deliveryId" FROM notices
     WHERE status IN ('started', 'deferred') AND written_at < ? ORDER BY written_at LIMIT 500`,
    [writtenBefore],
  );
  return rows;
}
