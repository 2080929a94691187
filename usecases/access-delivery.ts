import { type DeliveryRow, findDelivery, lockEachDelivery } from '../db/delivery-store';
import type { Tx } from '../db/knex';
import { contentDestroyed } from '../domain/content-destroyed';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { notFound } from './take-command';

/** Whether it lies in the actor's own mailbox, or in that of an organisation whose documents the actor reads. */
const isRecipient = (actor: Actor, { person, organisation }: DeliveryRow): boolean =>
  person === actor.person || (organisation !== null && actor.organisations.includes(organisation));

/**
 * A document in the actor's mailbox. To whom it was not sent, or from whom it was recalled, there is none.
 * @throws GongmunError not_found, `mailbox.removed` (410), `content.destroyed` (410) where it is at its office neither
 */
export async function requireDelivery(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: string,
): Promise<DeliveryRow> {
  return checked(actor, await findDelivery(deps.db, id));
}

/** As `requireDelivery`, also when its time in the mailbox is over: what proves stays. */
export async function requireOwnDelivery(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  id: string,
): Promise<DeliveryRow> {
  return own(actor, await findDelivery(deps.db, id));
}

/** As `requireDelivery`, under the row's lock. */
export async function lockDelivery(tx: Tx, actor: Actor, id: string): Promise<DeliveryRow> {
  const [delivery] = await lockEachDelivery(tx, [id]);
  return checked(actor, delivery);
}

function checked(actor: Actor, found: DeliveryRow | undefined): DeliveryRow {
  const delivery = own(actor, found);
  if (delivery.removedAt !== null)
    throw delivery.contentDestroyedAt === null
      ? new GongmunError('gone', 'mailbox.removed', 'Its time in the mailbox is over.')
      : contentDestroyed();
  return delivery;
}

function own(actor: Actor, delivery: DeliveryRow | undefined): DeliveryRow {
  if (delivery === undefined || !isRecipient(actor, delivery)) throw notFound();
  if (delivery.consignedAt === null || delivery.recalledAt !== null) throw notFound();
  return delivery;
}

/** What is said in an organisation's name is said by who may send for it. @throws GongmunError `organisation.not_a_member` (403) */
export function requireSender(actor: Actor, { organisation }: DeliveryRow): void {
  if (organisation !== null && !actor.sendsFor.includes(organisation))
    throw new GongmunError(
      'forbidden',
      'organisation.not_a_member',
      'You do not send for this organisation.',
    );
}

/** @throws GongmunError `mailbox.not_opened` (409): that it was opened is recorded before anything is shown */
export function requireRead({ openedAt }: DeliveryRow): void {
  if (openedAt === null)
    throw new GongmunError(
      'conflict',
      'mailbox.not_opened',
      'Open it first; that it was opened is recorded.',
    );
}
