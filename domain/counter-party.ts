const PREFIX = 'counter:';

/**
 * Whoever sent what an official took in is no signed-in person: a party of this one submission alone. No identity has such
 * an id (`api/authenticate.ts`), so nobody can ever be this party.
 * @param id a fresh UUID
 */
export const counterParty = (id: string): string => `${PREFIX}${id}`;

export const isCounterParty = (person: string): boolean => person.startsWith(PREFIX);
