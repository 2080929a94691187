import { insertAuditEntry } from '../db/audit-store';
import type { Tx } from '../db/knex';
import { insertMail } from '../db/mail-store';
import {
  abandonedDeliveries,
  countFailure,
  type DeliveryRow,
  deferDelivery,
  findDelivery,
  settleDelivered,
  settleFailed,
} from '../db/webhook-delivery-store';
import { disableWebhook, findKeeper, findWebhook, openWebhook, type WebhookRow } from '../db/webhook-store';
import { failpoint } from '../domain/failpoints';
import { FAILURES_THAT_DISABLE, webhookBody } from '../domain/webhook';
import type { Deps } from './deps';

class NotDelivered extends Error {}

/** The receiver says that nothing lives there any more (Standard Webhooks). */
const GONE = '410';

/**
 * One attempt at a message; the engine tries again for three days. Its id stays the same however often it is sent, so that
 * a receiver knows it again.
 * @throws NotDelivered when it is to be tried again
 */
export function deliverWebhook(deps: Deps) {
  return async ({ deliveryId }: { deliveryId: string }): Promise<void> => {
    const delivery = await findDelivery(deps.db, deliveryId);
    if (delivery === undefined || delivery.settledAt !== null) return;
    const webhook = await findWebhook(deps.db, delivery.webhook);
    const content = webhook && (await openWebhook(deps.cipher, webhook));
    if (webhook === undefined || content === undefined || webhook.status !== 'active') {
      await deps.db.transaction((tx) => settleFailed(tx, delivery.id, deps.now(), 'disabled'));
      return;
    }
    const { organisation, office } = webhook;
    const { response, delivered } = await deps.webhooks.send({
      ...content,
      id: delivery.resendOf ?? delivery.id,
      at: deps.now(),
      body: webhookBody({ ...factsOf(delivery), organisation, office }),
    });
    await failpoint('webhook.sent');
    if (delivered) await deps.db.transaction((tx) => settleDelivered(tx, delivery, response, deps.now()));
    else if (response === GONE) await fail(deps, delivery, { response, disables: 1 });
    else {
      await deferDelivery(deps.db, delivery.id, response);
      throw new NotDelivered();
    }
  };
}

const factsOf = ({ submission, document, delivery, evidence, event, state, at }: DeliveryRow) => ({
  ...{ submission, document, delivery, evidence, event, state, at },
});

/** What was tried for as long as the engine does: a failure of the target, and after some in a row its end. */
export async function giveUpDeliveries(
  deps: Pick<Deps, 'db' | 'cipher' | 'now'>,
  writtenBefore: Date,
): Promise<void> {
  for (const id of await abandonedDeliveries(deps.db, writtenBefore)) {
    const delivery = await findDelivery(deps.db, id);
    if (delivery !== undefined)
      await fail(deps, delivery, { response: null, disables: FAILURES_THAT_DISABLE });
  }
}

async function fail(
  deps: Pick<Deps, 'db' | 'cipher' | 'now'>,
  delivery: DeliveryRow,
  how: { response: string | null; disables: number },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    if (!(await settleFailed(tx, delivery.id, deps.now(), how.response))) return;
    if ((await countFailure(tx, delivery.webhook)) < how.disables) return;
    const webhook = await findWebhook(tx, delivery.webhook);
    if (webhook === undefined || !(await disableWebhook(tx, webhook.id))) return;
    await tellOfEnd(tx, deps, webhook, delivery.id);
  });
}

/** It is recorded, and whoever keeps it is told by mail. */
async function tellOfEnd(
  tx: Tx,
  deps: Pick<Deps, 'cipher' | 'now'>,
  webhook: WebhookRow,
  deliveryId: string,
): Promise<void> {
  const at = deps.now();
  await insertAuditEntry(tx, {
    ...{ at, actor: 'system', capacity: 'system', action: 'disable_webhook' },
    ...{ submissionId: null, subjects: [webhook.id], requestId: deliveryId },
  });
  const keeper = await findKeeper(tx, webhook);
  if (keeper?.email == null) return;
  const { email: to, language, name: about } = keeper;
  await insertMail(tx, deps.cipher, {
    ...{ kind: 'webhook_disabled', subject: deliveryId, at },
    content: { to, language, about },
  });
}
