import { validate as isUuid, v7 as uuid } from 'uuid';
import {
  type DeliveryRow,
  findDelivery,
  insertResend,
  listDeliveries as listRows,
} from '../db/webhook-delivery-store';
import { findWebhook } from '../db/webhook-store';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { record, requireRight } from './keep-webhooks';
import { decodeCursor, type Page, toPage } from './page';
import { recordShown } from './record-shown';
import { idIn } from './resource';
import { notFound } from './take-command';

export interface DeliveryView {
  id: string;
  resendOf: string | null;
  submission: string;
  evidence: string;
  event: string;
  state: string;
  status: string;
  attempts: number;
  response: string | null;
  at: string;
  writtenAt: string;
  settledAt: string | null;
}

interface Position {
  writtenAt: string;
  id: string;
}

/**
 * What was sent there, the newest first. To an office it shows what becomes of other people's documents, and that it did
 * is recorded.
 * @throws GongmunError not_found, forbidden
 */
export function listDeliveries(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  asked: { webhook: string; cursor?: string | undefined; limit: number; requestId: string },
): Promise<Page<DeliveryView>> {
  const after = decodeCursor(asked.cursor, isPosition);
  return deps.db.transaction(async (tx) => {
    const webhook = await findWebhook(tx, asked.webhook);
    if (webhook === undefined) throw notFound();
    await requireRight(tx, actor, webhook);
    const rows = await listRows(tx, webhook.id, { after, limit: asked.limit + 1 });
    const page = toPage(
      rows,
      asked.limit,
      view,
      (row): Position => ({
        writtenAt: row.writtenAt.toISOString(),
        id: row.id,
      }),
    );
    if (webhook.office !== null) {
      const { office } = webhook;
      const lines = page.items.map(({ submission }) => ({ id: submission, office }));
      const { requestId } = asked;
      await recordShown(tx, deps, actor, { requestId, capacity: 'official', action: 'list', lines });
    }
    return page;
  });
}

/** The same message again, whatever came of it. @throws GongmunError not_found, forbidden, `webhook.disabled` (409) */
export async function resendDelivery(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  request: RequestIdentity,
  asked: { webhook: string; delivery: string },
): Promise<DeliveryView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const webhook = await findWebhook(tx, asked.webhook);
    if (webhook === undefined) throw notFound();
    await requireRight(tx, actor, webhook);
    const of = await findDelivery(tx, asked.delivery);
    if (of === undefined || of.webhook !== webhook.id) throw notFound();
    if (webhook.status !== 'active')
      throw new GongmunError('conflict', 'webhook.disabled', 'Activate the target before anything is sent.');
    const id = uuid();
    const at = deps.now();
    await insertResend(tx, { id, of, at });
    const resource = `webhook_resend:${id}`;
    await record(tx, request, webhook, { resource, action: 'resend_delivery', at, subjects: [of.id, id] });
    return resource;
  });
  const row = await findDelivery(deps.db, idIn(resource, 'webhook_resend'));
  if (row === undefined) throw notFound();
  return view(row);
}

function view({ webhook: _, ...row }: DeliveryRow): DeliveryView {
  return {
    ...row,
    at: row.at.toISOString(),
    writtenAt: row.writtenAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}

function isPosition(value: unknown): value is Position {
  const position = value as Partial<Position> | null;
  return (
    typeof position === 'object' &&
    isUuid(position?.id) &&
    typeof position?.writtenAt === 'string' &&
    !Number.isNaN(Date.parse(position.writtenAt))
  );
}
