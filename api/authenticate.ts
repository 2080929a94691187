import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { isCounterParty } from '../domain/counter-party';
import { GongmunError } from '../domain/errors';
import { officeOfParty } from '../domain/office-party';
import { REGISTRATION_NUMBER } from '../domain/organisation';
import type { Claims } from '../usecases/identify-person';

/** `until` is when the token ends, in milliseconds since the epoch. */
export type TokenClaims = Claims & { until: number };

export interface Authenticator {
  /** @throws GongmunError `token.missing`, `token.invalid` (401), `identity.unavailable` (503) */
  claimsOf(req: Request): Promise<TokenClaims>;
  /** @throws GongmunError when the identity provider's keys cannot be had */
  ready(): Promise<void>;
}

/** Pinned: `none` and every symmetric algorithm are out, whatever a token's header says (RFC 8725 §3.1). */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const LEEWAY_SECONDS = 30;

/** Verifies bearer tokens (RFC 6750) of one OpenID Connect issuer, whose keys are found by discovery. */
export function createAuthenticator(config: {
  issuer: string;
  audience: string;
  organisationClaim: string | undefined;
}): Authenticator {
  let keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  const verified = createVerifiedTokens();

  function keySet(): Promise<ReturnType<typeof createRemoteJWKSet>> {
    keys ??= discover(config.issuer).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  }

  return {
    async claimsOf(req) {
      const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(req.get('authorization') ?? '')?.[1];
      if (token === undefined) throw unauthenticated('token.missing', 'Send a bearer token.');
      const known = verified.find(token);
      if (known !== undefined) return known;
      const set = await keySet();
      try {
        const { payload } = await jwtVerify(token, set, {
          issuer: config.issuer,
          audience: config.audience,
          algorithms: ALGORITHMS,
          clockTolerance: LEEWAY_SECONDS,
          requiredClaims: ['sub', 'exp', 'iat'],
        });
        const until = (payload.exp ?? 0) * 1_000;
        return verified.keep(token, { ...claims(payload, config.organisationClaim), until });
      } catch (error) {
        if (error instanceof GongmunError) throw error;
        if (isOutage(error)) throw unavailable(error);
        throw unauthenticated('token.invalid', 'The token is not valid here, or no longer.');
      }
    },
    async ready() {
      await keySet();
    },
  };
}

const VERIFIED_FOR_MS = 60_000;
const VERIFIED_KEPT = 10_000;

/**
 * Tokens whose signature was found good, by their digest: for a minute and never past their expiry, so that a key
 * which the issuer withdraws is obeyed within that minute.
 */
function createVerifiedTokens() {
  const kept = new Map<string, { claims: TokenClaims; until: number }>();
  const digestOf = (token: string) => createHash('sha256').update(token).digest('base64');
  return {
    find(token: string): TokenClaims | undefined {
      const found = kept.get(digestOf(token));
      return found !== undefined && Date.now() < found.until ? found.claims : undefined;
    },
    keep(token: string, claims: TokenClaims): TokenClaims {
      const until = Math.min(Date.now() + VERIFIED_FOR_MS, claims.until);
      kept.set(digestOf(token), { claims, until });
      const oldest = kept.keys().next().value;
      if (kept.size > VERIFIED_KEPT && oldest !== undefined) kept.delete(oldest);
      return claims;
    },
  };
}

async function discover(issuer: string): Promise<ReturnType<typeof createRemoteJWKSet>> {
  try {
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(5_000),
    });
    const metadata = (await answer.json()) as { issuer?: string; jwks_uri?: string };
    if (metadata.issuer !== issuer || metadata.jwks_uri === undefined)
      throw new Error('Not the metadata of this issuer.');
    return createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: 5_000 });
  } catch (cause) {
    throw unavailable(cause);
  }
}

function claims(payload: JWTPayload, organisationClaim: string | undefined): Claims {
  const { sub, name, email, locale } = payload;
  const reserved = (id: string) => id === 'system' || isCounterParty(id) || officeOfParty(id) !== undefined;
  if (typeof sub !== 'string' || sub === '' || sub.length > 255 || reserved(sub)) {
    throw unauthenticated('token.invalid', 'The token names no person.');
  }
  return {
    person: sub,
    name: typeof name === 'string' ? name.slice(0, 200) : null,
    email: typeof email === 'string' && payload.email_verified !== false ? email.slice(0, 254) : null,
    language: typeof locale === 'string' ? (locale.startsWith('en') ? 'en' : 'ko') : null,
    organisations: organisationClaim === undefined ? [] : numbersIn(payload[organisationClaim]),
  };
}

const MOST_NUMBERS = 100;

/** One number or a list of them; what is no registration number vouches for nothing. */
function numbersIn(claim: unknown): string[] {
  const listed: unknown[] = Array.isArray(claim) ? claim.slice(0, MOST_NUMBERS) : [claim];
  return listed.filter((one): one is string => typeof one === 'string' && REGISTRATION_NUMBER.test(one));
}

/** A key set that cannot be fetched is an outage; everything else jose says is the token's own fault. */
function isOutage(error: unknown): boolean {
  return !(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout;
}

function unauthenticated(code: string, message: string): GongmunError {
  return new GongmunError('unauthenticated', code, message);
}

function unavailable(cause: unknown): GongmunError {
  return new GongmunError(
    'unavailable',
    'identity.unavailable',
    'The identity provider cannot be reached now.',
    {
      retryAfter: 5,
      cause,
    },
  );
}
