/**
 * A program acts under `client:` and the identifier that the identity provider knows it by, so that no person's subject is
 * ever taken for one, nor the other way round (RFC 9068 §5).
 */
const PREFIX = 'client:';

/** Who acts with a token that the program `client` got for itself (RFC 6749 §4.4). */
export const serviceAccount = (client: string): string => `${PREFIX}${client}`;

/** The identifier by itself, which is the name that it goes by. */
export const clientOf = (serviceAccount: string): string => serviceAccount.slice(PREFIX.length);

export const isServiceAccount = (actor: string): boolean => actor.startsWith(PREFIX);
