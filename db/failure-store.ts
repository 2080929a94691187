import type { Db, Tx } from './knex';

/** A mail that will not be tried again. */
export interface FailedMail {
  id: string;
  /** `notice`: of a document, and it can be sent again. `direct`: its words and address are destroyed with its failure. */
  sort: 'notice' | 'direct';
  kind: string;
  /** What the mail server said, as a code. */
  response: string | null;
  attempts: number;
  writtenAt: Date;
  settledAt: Date;
}

interface Place {
  at: string;
  id: string;
}

/** The newest first; what was sent again since then is not among them, whatever came of it. */
export async function listFailedMails(
  db: Db | Tx,
  page: { after: Place | undefined; limit: number },
): Promise<FailedMail[]> {
  const { after, limit } = page;
  const place = `(CAST(:at AS timestamptz) IS NULL OR (settled_at, f.id) < (CAST(:at AS timestamptz), CAST(:id AS uuid)))`;
  const columns = 'f.id, kind, response, attempts, written_at AS "writtenAt", settled_at AS "settledAt"';
  const { rows } = await db.raw(
    `SELECT * FROM (
       (SELECT ${columns}, 'notice' AS sort FROM notices f
        WHERE status = 'refused' AND ${place} AND NOT EXISTS (SELECT 1 FROM notices r WHERE r.resend_of = f.id)
        ORDER BY settled_at DESC, f.id DESC LIMIT :limit)
       UNION ALL
       (SELECT ${columns}, 'direct' FROM mails f WHERE status = 'refused' AND ${place}
        ORDER BY settled_at DESC, f.id DESC LIMIT :limit)) found
     ORDER BY "settledAt" DESC, id DESC LIMIT :limit`,
    { at: after?.at ?? null, id: after?.id ?? null, limit },
  );
  return rows;
}

export interface FailedDelivery {
  id: string;
  webhook: string;
  /** Whether the target is still told of anything. */
  target: 'active' | 'disabled' | 'removed';
  event: string;
  response: string | null;
  attempts: number;
  writtenAt: Date;
  settledAt: Date;
}

/** Messages to webhooks that failed and were not sent again since, the newest first. */
export async function listFailedDeliveries(
  db: Db | Tx,
  page: { after: Place | undefined; limit: number },
): Promise<FailedDelivery[]> {
  const { after, limit } = page;
  const { rows } = await db.raw(
    `SELECT d.id, d.webhook, w.status AS target, d.event, d.response, d.attempts, d.written_at AS "writtenAt",
       d.settled_at AS "settledAt"
     FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook
     WHERE d.status = 'failed'
       AND (CAST(:at AS timestamptz) IS NULL OR (d.settled_at, d.id) < (CAST(:at AS timestamptz), CAST(:id AS uuid)))
       AND NOT EXISTS (SELECT 1 FROM webhook_deliveries r
         WHERE r.resend_of = COALESCE(d.resend_of, d.id) AND r.written_at > d.written_at)
     ORDER BY d.settled_at DESC, d.id DESC LIMIT :limit`,
    { at: after?.at ?? null, id: after?.id ?? null, limit },
  );
  return rows;
}

/** How it stands with a notice, under its lock. */
export async function lockNotice(
  tx: Tx,
  id: string,
): Promise<{ status: string; resent: boolean } | undefined> {
  const notice = await tx('notices').where({ id }).forUpdate().first('status');
  if (notice === undefined) return undefined;
  // Asked under the lock: a statement that waits for it sees what there was before it waited.
  const again = await tx('notices').where({ resend_of: id }).first('id');
  return { status: notice.status, resent: again !== undefined };
}

/** The same notice again, in a row of its own: the relay finds it like any other. */
export async function insertNoticeResend(tx: Tx, given: { id: string; of: string; at: Date }): Promise<void> {
  await tx.raw(
    `INSERT INTO notices (id, resend_of, submission_id, document_id, delivery_id, evidence_id, kind, recipient_person,
       recipient_office, status, written_at)
     SELECT :id, n.id, submission_id, document_id, delivery_id, evidence_id, kind, recipient_person, recipient_office,
       'written', :at
     FROM notices n WHERE n.id = :of`,
    given,
  );
}

export async function findNoticeStatus(
  db: Db | Tx,
  id: string,
): Promise<{ id: string; status: string } | undefined> {
  return db('notices').where({ id }).first('id', 'status');
}
