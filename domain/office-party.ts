const PREFIX = 'office:';

/**
 * An office that sends to another one is the party of what arrives there; its officials act for it. No identity has such
 * an id (`api/authenticate.ts`).
 */
export const officeParty = (code: string): string => `${PREFIX}${code}`;

/** The office that a party is; undefined for people. */
export const officeOfParty = (person: string): string | undefined =>
  person.startsWith(PREFIX) ? person.slice(PREFIX.length) : undefined;
