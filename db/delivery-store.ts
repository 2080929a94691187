import { v7 as uuid } from 'uuid';
import type { DeliveryState } from '../domain/delivery';
import { boxOf, type Recipient } from '../domain/official-document';
import { isServiceAccount } from '../domain/service-account';
import type { Db, Tx } from './knex';

/** An official document with one recipient. */
export interface DeliveryRow {
  id: string;
  documentId: string;
  position: number;
  kind: Recipient['kind'];
  person: string | null;
  organisation: string | null;
  office: string | null;
  state: DeliveryState;
  consignedAt: Date | null;
  notifiedAt: Date | null;
  openedAt: Date | null;
  acknowledgedAt: Date | null;
  neverReadAt: Date | null;
  recalledAt: Date | null;
  warnedAt: Date | null;
  removedAt: Date | null;
  /** The incoming document that it became at an office. */
  submissionId: string | null;
  /** When what the document says was destroyed. */
  contentDestroyedAt: Date | null;
  evidenceCount: number;
  lastEvidenceDigest: string | null;
}

const COLUMNS = `v.id, v.document_id AS "documentId", v.position, v.kind, v.person, v.organisation, v.office, v.state,
  v.consigned_at AS "consignedAt", v.notified_at AS "notifiedAt", v.opened_at AS "openedAt",
  v.acknowledged_at AS "acknowledgedAt", v.never_read_at AS "neverReadAt", v.recalled_at AS "recalledAt",
  v.warned_at AS "warnedAt", v.removed_at AS "removedAt", v.submission_id AS "submissionId",
  (SELECT d.content_destroyed_at FROM official_documents d WHERE d.id = v.document_id) AS "contentDestroyedAt",
  v.evidence_count AS "evidenceCount", v.last_evidence_digest AS "lastEvidenceDigest"`;

export interface Dispatch {
  documentId: string;
  at: Date;
  by: string;
  neverReadAt: Date;
  warnAt: Date;
  removeAt: Date;
}

/** The dispatch and one row for each recipient; the relay finds it, for it is due at once. */
export async function insertDispatch(
  tx: Tx,
  dispatch: Dispatch,
  recipients: readonly Recipient[],
): Promise<void> {
  const { documentId, at, by, neverReadAt, warnAt, removeAt } = dispatch;
  await tx('dispatches').insert({
    ...{ document_id: documentId, dispatched_at: at, dispatched_by: by, recipients: recipients.length },
    ...{ never_read_at: neverReadAt, warn_at: warnAt, remove_at: removeAt, next_due_at: at },
  });
  await tx.raw(
    `INSERT INTO deliveries (id, document_id, position, kind, person, organisation, office, box, state)
     SELECT id, :documentId, position, kind, CASE kind WHEN 'person' THEN name END,
       CASE kind WHEN 'organisation' THEN name END, CASE kind WHEN 'office' THEN name END, box, 'waiting'
     FROM unnest(:ids::uuid[], :kinds::text[], :names::text[], :boxes::text[]) WITH ORDINALITY
       AS x (id, kind, name, box, position)`,
    {
      documentId,
      ids: recipients.map(() => uuid()),
      kinds: recipients.map(({ kind }) => kind),
      names: recipients.map(({ id }) => id),
      boxes: recipients.map(boxOf),
    },
  );
}

/** When what falls due of it; null when there is no such dispatch. */
export async function findDispatch(
  db: Db | Tx,
  documentId: string,
): Promise<(Dispatch & { recipients: number; deliveredAt: Date | null }) | undefined> {
  const { rows } = await db.raw(
    `SELECT document_id AS "documentId", dispatched_at AS at, dispatched_by AS by, recipients,
       never_read_at AS "neverReadAt", warn_at AS "warnAt", remove_at AS "removeAt", delivered_at AS "deliveredAt"
     FROM dispatches WHERE document_id = ?`,
    [documentId],
  );
  return rows[0];
}

/** Dispatches of which something is due, oldest first. */
export async function dueDispatches(db: Db, at: Date): Promise<string[]> {
  const { rows } = await db.raw(
    'SELECT document_id AS id FROM dispatches WHERE next_due_at <= ? ORDER BY next_due_at LIMIT 100',
    [at],
  );
  return rows.map((row: { id: string }) => row.id);
}

/** People decided something of a document: what follows is due at once. */
export async function wakeDispatch(tx: Tx, documentId: string, at: Date): Promise<void> {
  await tx('dispatches').where({ document_id: documentId }).update({ next_due_at: at });
}

/** Nobody waits any more since, at the latest, `deliveredAt`; and when something is due next. */
export async function advanceDispatch(
  db: Db | Tx,
  documentId: string,
  change: { deliveredAt: Date; nextDueAt: Date | null },
): Promise<void> {
  await db.raw(
    `UPDATE dispatches SET next_due_at = :nextDueAt, delivered_at = COALESCE(delivered_at, :deliveredAt)
     WHERE document_id = :documentId`,
    { documentId, ...change },
  );
}

/** Locked, so that of two who come at once the second finds them done. */
export async function lockDeliveries(
  tx: Tx,
  documentId: string,
  asked: {
    states: readonly DeliveryState[];
    kinds: readonly Recipient['kind'][];
    /** Further conditions on the row `v`, our own words only. */
    where?: string;
    ids?: readonly string[] | undefined;
    limit: number;
  },
): Promise<DeliveryRow[]> {
  const { states, kinds, where = 'true', ids, limit } = asked;
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM deliveries v
     WHERE v.document_id = :documentId AND v.state = ANY (:states) AND v.kind = ANY (:kinds) AND ${where}
       AND (CAST(:ids AS uuid[]) IS NULL OR v.id = ANY (CAST(:ids AS uuid[])))
     ORDER BY v.position LIMIT :limit FOR UPDATE OF v`,
    { documentId, states: [...states], kinds: [...kinds], ids: ids === undefined ? null : [...ids], limit },
  );
  return rows;
}

/** One by its id, whoever's it is. */
export async function findDelivery(db: Db | Tx, id: string): Promise<DeliveryRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM deliveries v WHERE v.id = ?`, [id]);
  return rows[0];
}

export async function lockEachDelivery(tx: Tx, ids: readonly string[]): Promise<DeliveryRow[]> {
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM deliveries v WHERE v.id = ANY (:ids::uuid[]) ORDER BY v.id FOR UPDATE OF v`,
    { ids: [...ids] },
  );
  return rows;
}

/** The column that holds when it happened. */
export type DeliveryInstant =
  | 'consigned_at'
  | 'notified_at'
  | 'opened_at'
  | 'acknowledged_at'
  | 'never_read_at'
  | 'recalled_at'
  | 'warned_at'
  | 'removed_at';

/** Each to its state with its evidence, one statement for all. */
export async function changeDeliveries(
  tx: Tx,
  changes: readonly { id: string; state: DeliveryState; evidenceCount: number; lastEvidenceDigest: string }[],
  happened: { instant: DeliveryInstant | null; at: Date },
): Promise<void> {
  const { instant, at } = happened;
  await tx.raw(
    `UPDATE deliveries v SET state = x.state, evidence_count = x.count, last_evidence_digest = x.digest
       ${instant === null ? '' : `, ${instant} = :at`}
     FROM unnest(:ids::uuid[], :states::text[], :counts::integer[], :digests::text[]) AS x (id, state, count, digest)
     WHERE v.id = x.id`,
    {
      ...(instant === null ? {} : { at }),
      ids: changes.map(({ id }) => id),
      states: changes.map(({ state }) => state),
      counts: changes.map(({ evidenceCount }) => evidenceCount),
      digests: changes.map(({ lastEvidenceDigest }) => lastEvidenceDigest),
    },
  );
}

export async function keepIncoming(tx: Tx, id: string, submissionId: string): Promise<void> {
  await tx('deliveries').where({ id }).update({ submission_id: submissionId });
}

/** Who is told of what is sent to each: the person, or all the people who act for the organisation. */
export async function readersOf(
  db: Db | Tx,
  deliveries: readonly Pick<DeliveryRow, 'id' | 'person' | 'organisation'>[],
): Promise<{ delivery: string; person: string }[]> {
  const organisations = deliveries.flatMap(({ organisation }) => organisation ?? []);
  const members =
    organisations.length === 0
      ? []
      : await db('organisation_members').whereIn('organisation', organisations).select();
  return deliveries.flatMap(({ id, person, organisation }) =>
    person === null
      ? members
          .filter((member) => member.organisation === organisation && !isServiceAccount(member.person))
          .map((member) => ({ delivery: id, person: member.person }))
      : [{ delivery: id, person }],
  );
}

export interface DeliveryLine extends DeliveryRow {
  /** Where it arrived at an office: what the register there calls it, and how it stands. */
  registrationNumber: string | null;
  submissionState: string | null;
  submissionOpened: boolean | null;
}

/** A dispatch's recipients in order. */
export async function listDeliveries(
  db: Db | Tx,
  documentId: string,
  page: { afterPosition: number; limit: number; state?: DeliveryState | undefined },
): Promise<DeliveryLine[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS}, s.registration_number AS "registrationNumber", s.state AS "submissionState",
       s.opened AS "submissionOpened"
     FROM deliveries v LEFT JOIN submissions s ON s.id = v.submission_id
     WHERE v.document_id = :documentId AND v.position > :after AND (CAST(:state AS text) IS NULL OR v.state = :state)
     ORDER BY v.position LIMIT :limit`,
    { documentId, after: page.afterPosition, limit: page.limit, state: page.state ?? null },
  );
  return rows;
}

/** How many recipients are in each state. */
export async function countDeliveries(
  db: Db | Tx,
  documentId: string,
): Promise<Partial<Record<DeliveryState, number>>> {
  const { rows } = await db.raw(
    'SELECT state, count(*) AS count FROM deliveries WHERE document_id = ? GROUP BY state',
    [documentId],
  );
  return Object.fromEntries(
    rows.map(({ state, count }: { state: DeliveryState; count: number }) => [state, count]),
  );
}
