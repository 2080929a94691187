import { v7 as uuid } from 'uuid';
import type { Language, Words } from '../domain/words';
import type { Db, Tx } from './knex';

/** What people are told of by mail; the words are in `adapters/notice-words.ts`. */
export type NoticeKind =
  | 'registered_party'
  | 'received_office'
  | 'assigned_official'
  | 'decided_party'
  | 'returned_party'
  | 'rejected_party'
  | 'withdrawn_office'
  | 'deadline_approaching_office'
  | 'deadline_passed_office'
  | 'deadline_passed_party';

export type NoticeStatus = 'written' | 'started' | 'deferred' | 'sent' | 'refused';

export interface NewNotice {
  kind: NoticeKind;
  submissionId: string;
  evidenceId: string;
  recipient: { person: string } | { office: string };
}

/** Written with the evidence that gives rise to it; repeating the step adds nothing. */
export async function insertNotices(tx: Tx, notices: NewNotice[], at: Date): Promise<void> {
  if (notices.length === 0) return;
  await tx('notices')
    .insert(
      notices.map((notice) => ({
        id: uuid(),
        submission_id: notice.submissionId,
        evidence_id: notice.evidenceId,
        kind: notice.kind,
        recipient_person: 'person' in notice.recipient ? notice.recipient.person : null,
        recipient_office: 'office' in notice.recipient ? notice.recipient.office : null,
        status: 'written',
        written_at: at,
      })),
    )
    .onConflict(['evidence_id', 'kind', 'recipient_person', 'recipient_office'])
    .ignore();
}

/** Notices that were written and that the engine has not been given yet, oldest first. */
export async function writtenNotices(db: Db, limit: number): Promise<string[]> {
  const rows = await db('notices')
    .where({ status: 'written' })
    .orderBy('written_at')
    .limit(limit)
    .select('id');
  return rows.map((row: { id: string }) => row.id);
}

export async function markStarted(db: Db, ids: string[]): Promise<void> {
  if (ids.length > 0)
    await db('notices').whereIn('id', ids).where({ status: 'written' }).update({ status: 'started' });
}

/** A notice with what is needed to write the mail: the address, the language, the facts that may stand in it. */
export interface NoticeToSend {
  id: string;
  kind: NoticeKind;
  status: NoticeStatus;
  submissionId: string;
  address: string | null;
  language: Language;
  number: string | null;
  formTitle: Words | null;
  officeName: Words | null;
  dueAt: Date | null;
}

export async function findNotice(db: Db, id: string): Promise<NoticeToSend | undefined> {
  const { rows } = await db.raw(
    `SELECT n.id, n.kind, n.status, n.submission_id AS "submissionId",
       COALESCE(p.email, ro.email) AS address, COALESCE(p.language, 'ko') AS language,
       s.registration_number AS number, f.definition -> 'title' AS "formTitle", o.name AS "officeName",
       s.due_at AS "dueAt"
     FROM notices n
     JOIN submissions s ON s.id = n.submission_id
     LEFT JOIN people p ON p.id = n.recipient_person
     LEFT JOIN offices ro ON ro.code = n.recipient_office
     LEFT JOIN offices o ON o.code = COALESCE(s.office, s.requested_office)
     LEFT JOIN form_versions f ON f.form = s.form AND f.version = s.form_version
     WHERE n.id = ?`,
    [id],
  );
  return rows[0];
}

/** @returns false when the notice was settled before; what happened first stays */
export async function settleNotice(
  tx: Db | Tx,
  id: string,
  outcome: { status: 'sent' | 'refused' | 'deferred'; at: Date; response: string; attempts: number },
): Promise<boolean> {
  const changed = await tx('notices')
    .where({ id })
    .whereIn('status', ['written', 'started', 'deferred'])
    .update({
      status: outcome.status,
      attempts: outcome.attempts,
      settled_at: outcome.status === 'deferred' ? null : outcome.at,
      response: outcome.response,
    });
  return changed === 1;
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
