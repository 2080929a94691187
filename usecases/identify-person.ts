import { findActor, savePerson } from '../db/person-store';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';

/** How and when the person signed in, as far as the token tells (OpenID Connect Core §2). */
export interface Authentication {
  acr: string | null;
  /** Seconds since 1970. */
  authenticatedAt: number | null;
}

export interface Claims extends Authentication {
  person: string;
  name: string | null;
  email: string | null;
  language: 'ko' | 'en' | null;
  /** Registration numbers of organisations that the provider says the person stands for. */
  organisations: string[];
}

/**
 * The person a valid token names, with what the directory says of them now. Name, address and language are kept as
 * the identity provider last said, for mail.
 */
export async function identifyPerson(deps: Pick<Deps, 'db' | 'now'>, claims: Claims): Promise<Actor> {
  const known = await findActor(deps.db, claims.person, deps.now());
  const person = {
    id: claims.person,
    name: claims.name ?? known?.name ?? claims.person,
    email: claims.email ?? known?.email ?? null,
    language: claims.language ?? known?.language ?? ('ko' as const),
  };
  const same =
    known?.name === person.name && known.email === person.email && known.language === person.language;
  if (!same) await savePerson(deps.db, person);
  return {
    person: person.id,
    name: person.name,
    email: person.email,
    language: person.language,
    memberships: known?.memberships ?? [],
    organisations: known?.organisations ?? [],
    sendsFor: known?.sendsFor ?? [],
    mandates: known?.mandates ?? [],
    vouchedFor: claims.organisations,
    grants: known?.grants ?? [],
  };
}
