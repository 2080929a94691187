import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { GongmunError } from '../domain/errors';

const WITHIN_MS = 5_000;
/** An issuer that does not answer is left alone so long, however many ask meanwhile. */
const LEFT_ALONE_MS = 2_000;

export interface IssuerKeys {
  /** @throws GongmunError `identity.unavailable` (503) */
  keySet(): Promise<JWTVerifyGetKey>;
}

/**
 * The keys of an OpenID Connect issuer, found by discovery. A key that is new is fetched when a token first names it, at
 * most once in 30 s; one that was withdrawn is known for ten minutes at most.
 */
export function createIssuerKeys(issuer: string): IssuerKeys {
  const get = leavingAlone();
  let keys: Promise<JWTVerifyGetKey> | undefined;

  async function discover(): Promise<JWTVerifyGetKey> {
    const answer = await get(`${issuer}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    const metadata = (await answer.json()) as { issuer?: string; jwks_uri?: string };
    if (metadata.issuer !== issuer || metadata.jwks_uri === undefined)
      throw new Error('Not the metadata of this issuer.');
    const url = new URL(metadata.jwks_uri);
    if (url.protocol !== new URL(issuer).protocol) throw new Error('The keys lie elsewhere than the issuer.');
    const set = createRemoteJWKSet(url, { timeoutDuration: WITHIN_MS, [customFetch]: get });
    return (header, token) => set(header, token);
  }

  return {
    keySet() {
      keys ??= discover().catch((cause: unknown) => {
        keys = undefined;
        throw identityUnavailable(cause);
      });
      return keys;
    },
  };
}

/** Fetches what must be there; after a failure the same is said without asking again for a while. */
function leavingAlone(): (url: string, options: RequestInit) => Promise<Response> {
  const failed = new Map<string, { until: number; error: unknown }>();
  return async (url, options) => {
    const before = failed.get(url);
    if (before !== undefined && Date.now() < before.until) throw before.error;
    try {
      const answer = await fetch(url, { ...options, redirect: 'error' });
      if (answer.status !== 200) throw new Error(`The issuer answered ${answer.status}.`);
      failed.delete(url);
      return answer;
    } catch (error) {
      failed.set(url, { until: Date.now() + LEFT_ALONE_MS, error });
      throw error;
    }
  };
}

export function identityUnavailable(cause: unknown): GongmunError {
  const message = 'The identity provider cannot be reached now.';
  return new GongmunError('unavailable', 'identity.unavailable', message, { retryAfter: 5, cause });
}
