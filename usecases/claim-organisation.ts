import { v7 as uuid } from 'uuid';
import { disputeOthers, findClaim, findOpenClaim, insertClaim, settleClaim } from '../db/claim-store';
import type { Tx } from '../db/knex';
import {
  findByFolded,
  findRoles,
  insertOrganisation,
  lockNumber,
  writeMembership,
} from '../db/organisation-store';
import { GongmunError } from '../domain/errors';
import { foldNumber, ORGANISATION_ROLES } from '../domain/organisation';
import type { Actor } from '../domain/permissions';
import type { Words } from '../domain/words';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordAct } from './record-act';
import { idIn } from './resource';
import { notFound } from './take-command';
import { type ClaimView, viewClaim } from './view-claim';

/**
 * A person says that an organisation is theirs to act for. Where the identity provider says so too it is theirs at once;
 * else it waits for an official; where the number is somebody's already it is a dispute, which an official settles.
 * Claimed again with a token that vouches for it, a waiting claim is confirmed.
 * @throws GongmunError `organisation.already_a_member` (409)
 */
export async function claimOrganisation(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  wanted: { number: string; name: Words },
): Promise<ClaimView> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const folded = foldNumber(wanted.number);
    await lockNumber(tx, folded);
    const taken = await findByFolded(tx, folded);
    if (taken !== undefined && (await findRoles(tx, taken.number, actor.person)).length > 0)
      throw new GongmunError(
        'conflict',
        'organisation.already_a_member',
        'You act for this organisation already.',
      );
    const vouched = actor.vouchedFor.some((number) => foldNumber(number) === folded);
    const at = deps.now();
    const open = await findOpenClaim(tx, folded, actor.person);
    const id = open?.id ?? uuid();
    if (open === undefined) {
      const status = taken === undefined ? 'waiting' : 'disputed';
      await insertClaim(tx, { id, ...wanted, folded, person: actor.person, status, vouched, claimedAt: at });
    }
    const confirms = vouched && taken === undefined;
    if (confirms) {
      const by = actor.person;
      await settleClaim(tx, id, { status: 'confirmed', how: 'identity_provider', at, by });
      await establish(tx, { id, folded, person: by, ...wanted }, { how: 'identity_provider', by, at });
    }
    const resource = `organisation_claim:${id}`;
    const action = confirms ? 'confirm_organisation' : taken ? 'dispute_organisation' : 'claim_organisation';
    await recordAct(tx, request, { resource, action, capacity: 'party', subjects: [id, folded], at });
    return resource;
  });
  const claim = await findClaim(deps.db, idIn(resource, 'organisation_claim'));
  if (claim === undefined) throw notFound();
  return viewClaim(claim);
}

/** The claim is good: the number has its organisation, whoever claimed it represents it, all other claims dispute it. */
export async function establish(
  tx: Tx,
  claim: { id: string; number: string; folded: string; name: Words; person: string },
  confirmed: { how: 'identity_provider' | 'official'; by: string; at: Date },
): Promise<void> {
  const { number, name, person } = claim;
  await insertOrganisation(tx, { number, name, representative: person, ...confirmed });
  await writeMembership(tx, number, {
    representative: person,
    members: [{ person, roles: [...ORGANISATION_ROLES] }],
  });
  await disputeOthers(tx, claim.folded);
}
