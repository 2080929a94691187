import type { ContentCipher } from '../adapters/content-cipher';
import type { WebhookStatus } from '../domain/webhook';
import type { Db, Tx } from './knex';

/** Where an organisation or an office is told of what happens to its submissions. */
export interface WebhookRow {
  id: string;
  organisation: string | null;
  office: string | null;
  contentKey: string;
  sealed: Buffer | null;
  status: WebhookStatus;
  /** Messages in a row that could not be delivered in three days. */
  failures: number;
  createdBy: string;
  createdAt: Date;
}

/** Sealed: whoever has the secret can forge messages, and an address may hold a secret too. */
export interface WebhookContent {
  url: string;
  secret: string;
}

const COLUMNS = `id, organisation, office, content_key AS "contentKey", sealed, status, failures,
  created_by AS "createdBy", created_at AS "createdAt"`;

const placeOf = (id: string): string => `webhooks.sealed/${id}`;

export async function insertWebhook(
  tx: Tx,
  cipher: Pick<ContentCipher, 'newKey' | 'seal'>,
  webhook: Pick<WebhookRow, 'id' | 'organisation' | 'office' | 'createdBy' | 'createdAt'>,
  content: WebhookContent,
): Promise<void> {
  const key = await cipher.newKey();
  const { id, organisation, office, createdBy, createdAt } = webhook;
  await tx('webhooks').insert({
    ...{ id, organisation, office, content_key: key, status: 'active' },
    sealed: await cipher.seal(key, placeOf(id), content),
    ...{ created_by: createdBy, created_at: createdAt },
  });
}

export async function openWebhook(
  cipher: Pick<ContentCipher, 'open'>,
  { id, contentKey, sealed }: Pick<WebhookRow, 'id' | 'contentKey' | 'sealed'>,
): Promise<WebhookContent | undefined> {
  if (sealed === null) return undefined;
  const [content] = await cipher.open([{ key: contentKey, place: placeOf(id), sealed }]);
  return content as WebhookContent | undefined;
}

export async function findWebhook(db: Db | Tx, id: string): Promise<WebhookRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM webhooks WHERE id = ? AND status <> 'removed'`, [id]);
  return rows[0];
}

export async function lockWebhook(tx: Tx, id: string): Promise<WebhookRow | undefined> {
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM webhooks WHERE id = ? AND status <> 'removed' FOR UPDATE`,
    [id],
  );
  return rows[0];
}

/** Those of organisations that the person manages and of these offices. */
export async function listWebhooks(
  db: Db,
  who: { person: string; offices: string[] },
): Promise<WebhookRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM webhooks WHERE status <> 'removed' AND (office = ANY (:offices)
       OR organisation IN (SELECT m.organisation FROM organisation_members m
         WHERE m.person = :person AND 'manage' = ANY (m.roles)))
     ORDER BY id LIMIT 500`,
    who,
  );
  return rows;
}

export async function countWebhooks(
  tx: Tx,
  { organisation, office }: Pick<WebhookRow, 'organisation' | 'office'>,
): Promise<number> {
  const row = await tx('webhooks')
    .where({ organisation, office })
    .whereNot({ status: 'removed' })
    .count({ count: '*' })
    .first();
  return Number(row?.count);
}

export async function activateWebhook(tx: Tx, id: string): Promise<void> {
  await tx('webhooks').where({ id }).update({ status: 'active', failures: 0 });
}

export async function removeWebhook(tx: Tx, id: string): Promise<void> {
  await tx('webhooks').where({ id }).update({ status: 'removed', sealed: null });
}

/** Of an organisation that is somebody else's now. */
export async function removeWebhooksOf(tx: Tx, organisation: string): Promise<void> {
  await tx('webhooks').where({ organisation }).update({ status: 'removed', sealed: null });
}

/** @returns whether it was active until now */
export async function disableWebhook(tx: Tx, id: string): Promise<boolean> {
  return (await tx('webhooks').where({ id, status: 'active' }).update({ status: 'disabled' })) === 1;
}

/** To whom a notice about it goes: the office, or whoever set it up for the organisation. */
export async function findKeeper(tx: Tx, { organisation, office, createdBy }: WebhookRow) {
  const { rows } = await tx.raw(
    `SELECT COALESCE(f.email, p.email) AS email, p.language, COALESCE(f.name, o.name) AS name
     FROM people p
     LEFT JOIN offices f ON f.code = :office
     LEFT JOIN organisations o ON o.number = :organisation
     WHERE p.id = :createdBy`,
    { organisation, office, createdBy },
  );
  return rows[0] as
    | {
        email: string | null;
        language: 'ko' | 'en';
        name: { ko: string; en: string };
      }
    | undefined;
}
