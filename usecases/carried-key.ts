import { GongmunError } from '../domain/errors';
import type { Deps } from './deps';

export type PublishedKey = Awaited<ReturnType<Deps['signer']['publicKeys']>>[number];

/** RFC 7638 §3.2: what the thumbprint of each kind of key is made of. */
const MEMBERS: Record<string, readonly string[]> = {
  OKP: ['crv', 'kty', 'x'],
  EC: ['crv', 'kty', 'x', 'y'],
  RSA: ['e', 'kty', 'n'],
};

/**
 * A key as a file carries it: exactly the members that its thumbprint is made of, and whose it is for what
 * (docs/evidence.md, Keys).
 * @throws GongmunError `evidence.key_not_published` (503)
 */
export function carriedKey(key: PublishedKey | undefined): Record<string, unknown> {
  if (key === undefined) {
    const problem = 'A key that signed is not published.';
    throw new GongmunError('unavailable', 'evidence.key_not_published', problem, { retryAfter: 60 });
  }
  const own: Record<string, unknown> = { ...key };
  const members = ['kid', 'purpose', ...(MEMBERS[String(key.kty)] ?? [])];
  return Object.fromEntries(members.map((name) => [name, own[name]]));
}
