import { v7 as uuid } from 'uuid';
import { findNoticeStatus, insertNoticeResend, lockNotice } from '../db/failure-store';
import { findDelivery, insertResend, isSentAgain } from '../db/webhook-delivery-store';
import { lockWebhook } from '../db/webhook-store';
import { GongmunError } from '../domain/errors';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordAct } from './record-act';
import { idIn } from './resource';
import { notFound } from './take-command';

export interface Resent {
  id: string;
  status: string;
}

/**
 * A notice that failed is written once more; who had it sent again is in the access log. What failed before stays, with
 * its evidence.
 * @throws GongmunError not_found, `resend.not_failed`, `resend.done` (409)
 */
export async function resendMail(
  deps: Pick<Deps, 'db' | 'now'>,
  request: RequestIdentity,
  notice: string,
): Promise<Resent> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const row = await lockNotice(tx, notice);
    if (row === undefined) throw notFound();
    if (row.status !== 'refused') throw notFailed();
    if (row.resent) throw done();
    const id = uuid();
    const at = deps.now();
    await insertNoticeResend(tx, { id, of: notice, at });
    const resource = `notice_resend:${id}`;
    const act = { resource, action: 'resend_notice', capacity: 'operator' as const };
    await recordAct(tx, request, { ...act, subjects: [notice, id], at });
    return resource;
  });
  const row = await findNoticeStatus(deps.db, idIn(resource, 'notice_resend'));
  if (row === undefined) throw notFound();
  return row;
}

/**
 * A message to a webhook that failed, once more, under the same id as ever.
 * @throws GongmunError not_found, `resend.not_failed`, `webhook.disabled`, `resend.done` (409)
 */
export async function resendFailedDelivery(
  deps: Pick<Deps, 'db' | 'now'>,
  request: RequestIdentity,
  delivery: string,
): Promise<Resent> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const of = await findDelivery(tx, delivery);
    const webhook = of && (await lockWebhook(tx, of.webhook));
    if (of === undefined || webhook === undefined) throw notFound();
    if (of.status !== 'failed') throw notFailed();
    if (webhook.status !== 'active')
      throw new GongmunError('conflict', 'webhook.disabled', 'Its keeper must activate the target first.');
    if (await isSentAgain(tx, of)) throw done();
    const id = uuid();
    const at = deps.now();
    await insertResend(tx, { id, of, at });
    const resource = `delivery_resend:${id}`;
    const act = { resource, action: 'resend_delivery', capacity: 'operator' as const };
    await recordAct(tx, request, { ...act, subjects: [webhook.id, of.id, id], at });
    return resource;
  });
  const row = await findDelivery(deps.db, idIn(resource, 'delivery_resend'));
  if (row === undefined) throw notFound();
  return { id: row.id, status: row.status };
}

const notFailed = () => new GongmunError('conflict', 'resend.not_failed', 'It has not failed.');

const done = () => new GongmunError('conflict', 'resend.done', 'It was sent again already.');
