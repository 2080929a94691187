import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../db/knex';
import { findRoles } from '../db/organisation-store';
import {
  activateWebhook as activate,
  countWebhooks,
  findWebhook,
  insertWebhook,
  listWebhooks as listRows,
  lockWebhook,
  openWebhook,
  removeWebhook as remove,
  type WebhookRow,
} from '../db/webhook-store';
import { type Fault, GongmunError } from '../domain/errors';
import { type Actor, rolesIn, withoutDelegations } from '../domain/permissions';
import type { WebhookStatus } from '../domain/webhook';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordAct } from './record-act';
import { idIn } from './resource';
import { notFound } from './take-command';

export interface WebhookView {
  id: string;
  organisation: string | null;
  office: string | null;
  url: string;
  status: WebhookStatus;
  failures: number;
  createdBy: string;
  createdAt: string;
}

const MOST = 10;

/**
 * An organisation or an office is told at this address of what happens to its submissions from now on. The secret is
 * shown here and nowhere else.
 * @throws GongmunError not_found, `permission.denied` (403), `webhook.too_many` and, of the address, `webhook.url_invalid`,
 *   `webhook.url_not_https`, `webhook.name_unknown`, `webhook.address_refused` (422)
 */
export async function registerWebhook(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  wanted: { organisation?: string | undefined; office?: string | undefined; url: string },
): Promise<WebhookView & { secret: string }> {
  const of = { organisation: wanted.organisation ?? null, office: wanted.office ?? null };
  await requireRight(deps.db, actor, of);
  // Names are looked up before anything is held, for that may take long.
  const refusal = await deps.webhooks.check(wanted.url);
  const { resource } = await idempotently(deps, request, async (tx) => {
    await requireRight(tx, actor, of);
    if (refusal !== undefined) throw refused(`webhook.${refusal}`, WORDS[refusal]);
    if ((await countWebhooks(tx, of)) >= MOST)
      throw refused('webhook.too_many', `At most ${MOST} targets are kept for one.`);
    const id = uuid();
    const at = deps.now();
    const content = { url: wanted.url, secret: deps.webhooks.newSecret() };
    const row = { id, ...of, createdBy: actor.person, createdAt: at };
    await insertWebhook(tx, deps.cipher, row, content);
    const resource = `webhook:${id}`;
    await record(tx, request, row, { resource, action: 'register_webhook', at });
    return resource;
  });
  const row = await findWebhook(deps.db, idIn(resource, 'webhook'));
  const content = row && (await openWebhook(deps.cipher, row));
  if (row === undefined || content === undefined) throw notFound();
  return { ...viewOf(row, content.url), secret: content.secret };
}

const WORDS = {
  url_invalid: 'This is no address to send to.',
  url_not_https: 'Only https addresses are sent to.',
  name_unknown: 'The name in this address is not known.',
  address_refused: 'The name in this address leads to a private, local or reserved address.',
};

/** What the actor keeps, for organisations and offices. */
export async function listWebhooks(deps: Pick<Deps, 'db' | 'cipher'>, actor: Actor): Promise<WebhookView[]> {
  const offices = withoutDelegations(actor)
    .memberships.filter(({ roles }) => roles.includes('office_admin'))
    .map(({ office }) => office);
  const rows = await listRows(deps.db, { person: actor.person, offices });
  return Promise.all(rows.map(async (row) => viewOf(row, (await openWebhook(deps.cipher, row))?.url ?? '')));
}

/** Send again after it was disabled. @throws GongmunError not_found, forbidden, `webhook.active` (409) */
export async function activateWebhook(
  deps: Pick<Deps, 'db' | 'cipher' | 'now'>,
  actor: Actor,
  request: RequestIdentity,
  id: string,
): Promise<WebhookView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const row = await lockWebhook(tx, id);
    if (row === undefined) throw notFound();
    await requireRight(tx, actor, row);
    if (row.status === 'active')
      throw new GongmunError('conflict', 'webhook.active', 'It is sent to already.');
    await activate(tx, id);
    const resource = `webhook_activation:${id}`;
    await record(tx, request, row, { resource, action: 'activate_webhook', at: deps.now() });
    return resource;
  });
  const row = await findWebhook(deps.db, idIn(resource, 'webhook_activation'));
  if (row === undefined) throw notFound();
  return viewOf(row, (await openWebhook(deps.cipher, row))?.url ?? '');
}

/** Nothing is sent there any more; address and secret are destroyed. @throws GongmunError not_found, forbidden */
export async function removeWebhook(
  deps: Pick<Deps, 'db' | 'cipher' | 'now'>,
  actor: Actor,
  request: RequestIdentity,
  id: string,
): Promise<{ id: string }> {
  let key: string | undefined;
  const { resource } = await idempotently(deps, request, async (tx) => {
    const row = await lockWebhook(tx, id);
    if (row === undefined) throw notFound();
    await requireRight(tx, actor, row);
    await remove(tx, id);
    key = row.contentKey;
    const resource = `webhook_removal:${id}`;
    await record(tx, request, row, { resource, action: 'remove_webhook', at: deps.now() });
    return resource;
  });
  if (key !== undefined) await deps.cipher.destroy([key]);
  return { id: idIn(resource, 'webhook_removal') };
}

/** A manager of the organisation, an administrator of the office. @throws GongmunError not_found, forbidden */
export async function requireRight(
  db: Db | Tx,
  actor: Actor,
  { organisation, office }: Pick<WebhookRow, 'organisation' | 'office'>,
): Promise<void> {
  const roles: readonly string[] =
    organisation === null
      ? rolesIn(withoutDelegations(actor), office)
      : await findRoles(db, organisation, actor.person);
  if (roles.includes(organisation === null ? 'office_admin' : 'manage')) return;
  if (roles.length === 0) throw notFound();
  throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this.');
}

/** In the capacity in which it is kept. */
export function record(
  tx: Tx,
  request: RequestIdentity,
  { id, office }: Pick<WebhookRow, 'id' | 'office'>,
  act: { resource: string; action: string; at: Date; subjects?: string[] },
): Promise<void> {
  const capacity = office === null ? 'party' : 'official';
  return recordAct(tx, request, { ...act, capacity, office, subjects: [id, ...(act.subjects ?? [])] });
}

function viewOf({ contentKey: _, sealed: __, ...row }: WebhookRow, url: string): WebhookView {
  return { ...row, url, createdAt: row.createdAt.toISOString() };
}

function refused(code: string, detail: string): GongmunError {
  const fault: Fault = { pointer: '/url', code, detail };
  return new GongmunError('unprocessable', code, detail, { faults: [fault] });
}
