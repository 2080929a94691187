import { v7 as uuid } from 'uuid';
import type { Capacity } from '../domain/evidence';
import type { ReaderCapacity } from '../domain/readings';
import type { Db, Tx } from './knex';

export interface AuditEntry {
  at: Date;
  actor: string;
  /** The colleague with whose roles it was done, where they were not the actor's own. */
  onBehalfOf?: string | null | undefined;
  capacity: Capacity | ReaderCapacity;
  /** The office for which it was done or read. */
  office?: string | null | undefined;
  action: string;
  submissionId: string | null;
  /** The ids that a list showed, one entry for one page; or what of the submission was read. */
  subjects?: string[];
  requestId: string;
}

export async function insertAuditEntry(db: Db | Tx, entry: AuditEntry): Promise<void> {
  await db('audit_entries').insert({
    id: uuid(),
    at: entry.at,
    actor: entry.actor,
    on_behalf_of: entry.onBehalfOf ?? null,
    capacity: entry.capacity,
    office: entry.office ?? null,
    action: entry.action,
    submission_id: entry.submissionId,
    subjects: entry.subjects === undefined ? null : JSON.stringify(entry.subjects),
    request_id: entry.requestId,
  });
}

export interface Refusal {
  at: Date;
  submissionId: string | null;
  kind: string;
  actor: string;
  onBehalfOf?: string | null | undefined;
  code: string;
  state: string | null;
  requestId: string;
}

export async function insertRefusal(db: Db, refusal: Refusal): Promise<void> {
  await db('refusals').insert({
    id: uuid(),
    at: refusal.at,
    submission_id: refusal.submissionId,
    kind: refusal.kind,
    actor: refusal.actor,
    on_behalf_of: refusal.onBehalfOf ?? null,
    code: refusal.code,
    state: refusal.state,
    request_id: refusal.requestId,
  });
}

export async function listRefusals(db: Db | Tx, submissionId: string): Promise<(Refusal & { id: string })[]> {
  const { rows } = await db.raw(
    `SELECT id, at, submission_id AS "submissionId", kind, actor, on_behalf_of AS "onBehalfOf", code, state,
       request_id AS "requestId"
     FROM refusals WHERE submission_id = ? ORDER BY at, id`,
    [submissionId],
  );
  return rows;
}

/** Who looked at a submission, lists that showed it included. Oldest first; ids are time-ordered, so that one says where a page ended. */
export async function listAccesses(
  db: Db | Tx,
  submissionId: string,
  page: { after: string | undefined; limit: number },
): Promise<(AuditEntry & { id: string })[]> {
  const { rows } = await db.raw(
    `SELECT id, at, actor, on_behalf_of AS "onBehalfOf", capacity, office, action, submission_id AS "submissionId",
       request_id AS "requestId"
     FROM audit_entries
     WHERE (submission_id = :submissionId OR subjects @> to_jsonb(CAST(:submissionId AS text)))
       AND (CAST(:after AS uuid) IS NULL OR id > CAST(:after AS uuid))
     ORDER BY id LIMIT :limit`,
    { submissionId, after: page.after ?? null, limit: page.limit },
  );
  return rows;
}
