import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';

export interface LimitSettings {
  personPerMinute: number;
  organisationPerMinute: number;
  officePerMinute: number;
}

export interface Limits {
  /** Before anything of the person is read. @throws GongmunError `rate.limited` (429) */
  ofPerson(person: string): void;
  /** The offices in which the actor works, and the organisation that is named, where the actor acts for it. @throws same */
  ofCircle(actor: Actor, organisation: unknown): void;
}

/**
 * How often a person, an organisation and an office may ask this process, whatever addresses they ask from: many people
 * share an address, and one person may have many. In memory; quotas that must hold across processes are rows (design §7).
 */
export function createLimits(settings: LimitSettings, now: () => number = () => performance.now()): Limits {
  const people = createBuckets(settings.personPerMinute, now);
  const organisations = createBuckets(settings.organisationPerMinute, now);
  const offices = createBuckets(settings.officePerMinute, now);
  return {
    ofPerson: (person) => refuseIf(people.take(person), 'person'),
    ofCircle(actor, organisation) {
      // Whoever has nothing to do with an organisation cannot use up what it may ask.
      if (typeof organisation === 'string' && actor.organisations.includes(organisation))
        refuseIf(organisations.take(organisation), 'organisation');
      for (const office of new Set(actor.memberships.map((membership) => membership.office)))
        refuseIf(offices.take(office), 'office');
    },
  };
}

function refuseIf(waitSeconds: number, limit: 'person' | 'organisation' | 'office'): void {
  if (waitSeconds === 0) return;
  const detail = `Too many requests of this ${limit}. Wait a little.`;
  throw new GongmunError('too_many_requests', 'rate.limited', detail, {
    ...{ retryAfter: waitSeconds, members: { limit } },
  });
}

/** The least recently used are forgotten, which gives them a full bucket again. */
const MOST_KEPT = 50_000;

/** A sixth of what a minute has may be asked for at once, by whoever has not asked for a while. */
const AT_ONCE = 1 / 6;

/** A bucket for each key: as many tokens as come in ten seconds, refilled all the time. */
export function createBuckets(perMinute: number, now: () => number) {
  const kept = new Map<string, { tokens: number; at: number }>();
  const perMs = perMinute / 60_000;
  const most = Math.max(1, Math.round(perMinute * AT_ONCE));
  return {
    size: () => kept.size,
    /** @returns 0 where a token was taken, else the whole seconds until there is one */
    take(key: string): number {
      const at = now();
      const before = kept.get(key) ?? { tokens: most, at };
      const tokens = Math.min(most, before.tokens + (at - before.at) * perMs);
      const taken = tokens >= 1;
      kept.delete(key);
      kept.set(key, { tokens: taken ? tokens - 1 : tokens, at });
      const oldest = kept.keys().next().value;
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return taken ? 0 : Math.ceil((1 - tokens) / perMs / 1_000);
    },
  };
}
