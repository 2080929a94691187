import { revokeAllOf } from '../db/authorisation-store';
import { findClaim, settleClaim as settle } from '../db/claim-store';
import { endInvitations } from '../db/invitation-store';
import { findByFolded, handOver, lockNumber, writeMembership } from '../db/organisation-store';
import { removeWebhooksOf } from '../db/webhook-store';
import { GongmunError } from '../domain/errors';
import { ORGANISATION_ROLES } from '../domain/organisation';
import type { Actor } from '../domain/permissions';
import { establish } from './claim-organisation';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordAct } from './record-act';
import { idIn } from './resource';
import { notFound } from './take-command';
import { type ClaimView, viewClaim } from './view-claim';

/**
 * A named official says whose number it is. Of a dispute that is confirmed the organisation passes to whoever disputed it:
 * nobody else is a member any more; invitations, authorisations and webhooks that were given for it end.
 * @throws GongmunError not_found, `claim.own` (403), `claim.settled` (409)
 */
export async function settleClaim(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { id: string; outcome: 'confirmed' | 'rejected' },
): Promise<ClaimView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const found = await findClaim(tx, given.id);
    if (found === undefined) throw notFound();
    if (found.person === actor.person)
      throw new GongmunError('forbidden', 'claim.own', 'Nobody settles a claim of their own.');
    await lockNumber(tx, found.folded);
    const at = deps.now();
    const by = actor.person;
    if (!(await settle(tx, found.id, { status: given.outcome, how: 'official', at, by })))
      throw new GongmunError('conflict', 'claim.settled', 'This claim is settled already.');
    if (given.outcome === 'confirmed') {
      const holder = await findByFolded(tx, found.folded);
      const confirmed = { how: 'official' as const, by, at };
      if (holder === undefined) await establish(tx, found, confirmed);
      else {
        const { number } = holder;
        const { name, person } = found;
        await handOver(tx, { number, name, representative: person, ...confirmed });
        const members = [{ person, roles: [...ORGANISATION_ROLES] }];
        await writeMembership(tx, number, { representative: person, members });
        await endInvitations(tx, number, at);
        await revokeAllOf(tx, number, by, at);
        await removeWebhooksOf(tx, number);
      }
    }
    const resource = `organisation_settlement:${found.id}`;
    const administers = actor.memberships.find(({ roles }) => roles.includes('office_admin'));
    await recordAct(tx, request, {
      resource,
      action: given.outcome === 'confirmed' ? 'confirm_organisation' : 'reject_organisation',
      capacity: administers === undefined ? 'operator' : 'official',
      office: administers?.office ?? null,
      onBehalfOf: administers?.for ?? null,
      subjects: [found.id, found.folded, found.person],
      at,
    });
    return resource;
  });
  const claim = await findClaim(deps.db, idIn(resource, 'organisation_settlement'));
  if (claim === undefined) throw notFound();
  return viewClaim(claim);
}
