import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { isCounterParty } from '../domain/counter-party';
import { GongmunError } from '../domain/errors';
import { officeOfParty } from '../domain/office-party';
import { REGISTRATION_NUMBER } from '../domain/organisation';
import { isServiceAccount, serviceAccount } from '../domain/service-account';
import type { Claims } from '../usecases/identify-person';
import { createIssuerKeys, identityUnavailable } from './issuer-keys';
import { ALGORITHMS, isWellFormed } from './token-shape';

/** `until` is when the token ends, in milliseconds since the epoch. */
export type TokenClaims = Claims & { until: number };

export interface Authenticator {
  /** @throws GongmunError `token.missing`, `token.invalid` (401), `identity.unavailable` (503) */
  claimsOf(req: Request): Promise<TokenClaims>;
  /** @throws GongmunError when the identity provider's keys cannot be had */
  ready(): Promise<void>;
}

const LEEWAY_SECONDS = 30;

/** Verifies bearer tokens (RFC 6750) of one OpenID Connect issuer, whose keys are found by discovery. */
export function createAuthenticator(config: {
  issuer: string;
  audience: string;
  organisationClaim: string | undefined;
}): Authenticator {
  const keys = createIssuerKeys(config.issuer);
  const verified = createVerifiedTokens();

  return {
    async claimsOf(req) {
      const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(req.get('authorization') ?? '')?.[1];
      if (token === undefined) throw unauthenticated('token.missing', 'Send a bearer token.');
      if (!isWellFormed(token)) throw notValid();
      const known = verified.find(token);
      if (known !== undefined) return known;
      const set = await keys.keySet();
      try {
        const { payload } = await jwtVerify(token, set, {
          issuer: config.issuer,
          audience: config.audience,
          algorithms: ALGORITHMS,
          clockTolerance: LEEWAY_SECONDS,
          requiredClaims: ['sub', 'exp', 'iat'],
        });
        requireAccessToken(payload);
        const until = (payload.exp ?? 0) * 1_000;
        return verified.keep(token, { ...claims(payload, config.organisationClaim), until });
      } catch (error) {
        if (error instanceof GongmunError) throw error;
        if (isOutage(error)) throw identityUnavailable(error);
        throw notValid();
      }
    },
    async ready() {
      await keys.keySet();
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

/** What other tokens of the same issuer have: ID tokens, logout tokens, and tokens that are worth nothing without a key. */
const OF_OTHERS = ['at_hash', 'c_hash', 's_hash', 'events', 'cnf'];

/** @throws GongmunError for what the issuer signed for another purpose, or for later */
function requireAccessToken(payload: JWTPayload): void {
  const { typ = 'Bearer', azp = '', client_id: client = '', iat = 0, nbf = 0 } = payload;
  const latest = Date.now() / 1_000 + LEEWAY_SECONDS;
  const names = [azp, client].every((name) => typeof name === 'string');
  if (typ !== 'Bearer' || !names || iat > latest || nbf > latest) throw notValid();
  // Some issuers write the nonce into both, and say which is which.
  if (Object.hasOwn(payload, 'nonce') && payload.typ !== 'Bearer') throw notValid();
  if (OF_OTHERS.some((name) => Object.hasOwn(payload, name))) throw notValid();
}

function claims(payload: JWTPayload, organisationClaim: string | undefined): Claims {
  const { sub, name, email, locale } = payload;
  if (typeof sub !== 'string' || sub === '' || isReserved(sub)) throw notValid();
  // Of a token that a program got for itself the subject is the program (RFC 9068 §2.2).
  const isProgram = sub === payload.client_id;
  const person = isProgram ? serviceAccount(sub) : sub;
  if (person.length > LONGEST_SUBJECT) throw notValid();
  if (isProgram) return { ...NOBODY_SIGNED_IN, person, name: sub };
  return {
    person,
    name: typeof name === 'string' ? name.slice(0, 200) : null,
    email: typeof email === 'string' && payload.email_verified !== false ? email.slice(0, 254) : null,
    language: typeof locale === 'string' ? (locale.startsWith('en') ? 'en' : 'ko') : null,
    acr: typeof payload.acr === 'string' ? payload.acr : null,
    authenticatedAt: typeof payload.auth_time === 'number' ? payload.auth_time : null,
    organisations: organisationClaim === undefined ? [] : numbersIn(payload[organisationClaim]),
  };
}

const LONGEST_SUBJECT = 255;

/** Names of actors who have no token. */
const isReserved = (id: string): boolean =>
  id === 'system' || isCounterParty(id) || officeOfParty(id) !== undefined || isServiceAccount(id);

const NOBODY_SIGNED_IN = {
  ...{ email: null, language: null, acr: null, authenticatedAt: null },
  organisations: [],
};

const MOST_NUMBERS = 100;

/** One number or a list of them; what is no registration number vouches for nothing. */
function numbersIn(claim: unknown): string[] {
  const listed: unknown[] = Array.isArray(claim) ? claim.slice(0, MOST_NUMBERS) : [claim];
  return listed.filter((one): one is string => typeof one === 'string' && REGISTRATION_NUMBER.test(one));
}

/** A key set that cannot be fetched or read is an outage; everything else jose says is the token's own fault. */
function isOutage(error: unknown): boolean {
  const { JOSEError, JWKSInvalid, JWKSTimeout } = errors;
  return !(error instanceof JOSEError) || error instanceof JWKSTimeout || error instanceof JWKSInvalid;
}

/** The same whatever is wrong: who guesses learns nothing. */
function notValid(): GongmunError {
  return unauthenticated('token.invalid', 'The token is not valid here, or no longer.');
}

function unauthenticated(code: string, message: string): GongmunError {
  return new GongmunError('unauthenticated', code, message);
}
