import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { type Authenticator, createAuthenticator } from '../../api/authenticate';
import { type KeyIssuer, startKeyIssuer } from '../support/key-issuer';

const now = () => Math.floor(Date.now() / 1_000);

describe('tokens of an issuer', () => {
  let issuer: KeyIssuer;
  let authenticator: Authenticator;
  beforeEach(async () => {
    issuer = await startKeyIssuer();
    authenticator = createAuthenticator({
      ...{ issuer: issuer.url, audience: 'gongmun', organisationClaim: undefined },
    });
  });
  afterEach(() => issuer.stop());

  const claims = (more: object = {}) => ({
    ...{ iss: issuer.url, aud: 'gongmun', sub: 'minji', iat: now(), exp: now() + 600 },
    ...more,
  });
  const claimsOf = (token: string) =>
    authenticator.claimsOf({ get: () => `Bearer ${token}` } as unknown as Request);
  const saidOf = (token: string) =>
    claimsOf(token).then(
      ({ person }) => person,
      ({ code }) => code,
    );
  const header = (more: object = {}) => ({ alg: 'ES256', kid: 'first', ...more });
  const withHeader = (more: object) => () => issuer.token(claims(), header(more));
  const withClaims = (more: object) => () => issuer.token(claims(more));
  const parts = (token: string) => token.split('.') as [string, string, string];
  const spki = () => issuer.publicKey().export({ type: 'spki', format: 'pem' }) as string;
  const hmac = (key: string | Buffer) => {
    const [head, body] = parts(issuer.token(claims(), header({ alg: 'HS256' })));
    return `${head}.${body}.${createHmac('sha256', key).update(`${head}.${body}`).digest('base64url')}`;
  };
  const jwk = () => issuer.publicKey().export({ format: 'jwk' });
  /** The last character of base64url has bits that nobody reads: another spelling of the same bytes. */
  const spelledOtherwise = (text: string) => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return text.slice(0, -1) + letters[letters.indexOf(text.at(-1) ?? '') ^ 1];
  };

  const BAD: [string, () => string][] = [
    ['HS256 with the public key as PEM', () => hmac(spki())],
    ['HS256 with the public key as JWK', () => hmac(JSON.stringify(jwk()))],
    ['HS256 with the public point', () => hmac(Buffer.from(String(jwk().x), 'base64url'))],
    [
      'a signature of zeros',
      () =>
        `${parts(issuer.token(claims())).slice(0, 2).join('.')}.${Buffer.alloc(64).toString('base64url')}`,
    ],
    [
      'a signature as DER',
      () =>
        `${parts(issuer.token(claims())).slice(0, 2).join('.')}.${Buffer.from('3006020100020100', 'hex').toString('base64url')}`,
    ],
    ['half a signature', () => issuer.token(claims()).slice(0, -43)],
    ['another pinned algorithm', withHeader({ alg: 'RS256' })],
    ['an algorithm that is not pinned', withHeader({ alg: 'ES384' })],
    ['an algorithm in a list', withHeader({ alg: ['ES256'] })],
    ['a key of another name', withHeader({ kid: 'second' })],
    ['a name of a key that leads elsewhere', withHeader({ kid: '../../dev/null' })],
    ['its own key', () => issuer.token(claims(), header({ jwk: jwk() }))],
    ['an address of keys', () => issuer.token(claims(), header({ jku: `${issuer.url}/jwks` }))],
    ['an address of a certificate', () => issuer.token(claims(), header({ x5u: `${issuer.url}/cert` }))],
    ['a certificate', withHeader({ x5c: ['MIIB'] })],
    ['a critical header that nobody knows', withHeader({ crit: ['exp'], exp: 1 })],
    ['an empty list of critical headers', withHeader({ crit: [] })],
    ['an unencoded payload', withHeader({ b64: false, crit: ['b64'] })],
    ['compression', withHeader({ zip: 'DEF' })],
    ['encryption', withHeader({ enc: 'A256GCM' })],
    ['the type of a logout token', withHeader({ typ: 'logout+jwt' })],
    ['the type of a proof of possession', withHeader({ typ: 'dpop+jwt' })],
    ['a type that is no word', withHeader({ typ: 7 })],
    ['a header twice', () => issuer.token(claims(), '{"alg":"none","alg":"ES256","kid":"first"}')],
    ['a claim twice', () => issuer.token(`${JSON.stringify(claims()).slice(0, -1)},"sub":"admin"}`)],
    [
      'a claim twice, spelled otherwise',
      () => issuer.token(`${JSON.stringify(claims()).slice(0, -1)},"s\\u0075b":"admin"}`),
    ],
    ['a payload that is a list', () => issuer.token(JSON.stringify([claims()]))],
    ['a payload that is no JSON', () => issuer.token('sub=minji')],
    ['a payload with a mark before it', () => issuer.token(`\uFEFF${JSON.stringify(claims())}`)],
    ['a header that is null', () => issuer.token(claims(), 'null')],
    ['a signature spelled otherwise', () => spelledOtherwise(issuer.token(claims()))],
    ['padding', () => `${issuer.token(claims())}==`],
    ['letters of plain base64', () => issuer.token(claims()).replace(/[A-Za-z]$/, '+')],
    ['a blank inside', () => issuer.token(claims()).replace('.', ' .')],
    ['more than an issuer writes', withClaims({ more: 'x'.repeat(8_000) })],
    ['a megabyte', () => 'x'.repeat(1_000_000)],
    ['an issue in the future', withClaims({ iat: now() + 120 })],
    ['a beginning in the future', withClaims({ nbf: now() + 120 })],
    ['a beginning in words', withClaims({ nbf: 'tomorrow' })],
    ['an end just past the leeway', withClaims({ exp: now() - 61 })],
    ['no end', withClaims({ exp: undefined })],
    ['an audience of others', withClaims({ aud: ['portal', 'gongmun2'] })],
    ['an audience in a longer word', withClaims({ aud: 'gongmun gongmun' })],
    ['an issuer with a slash', () => issuer.token(claims({ iss: `${issuer.url}/` }))],
    ['an issuer in a list', withClaims({ iss: ['x'] })],
    ['the hash of an access token: an ID token', withClaims({ at_hash: 'x' })],
    ['a nonce: an ID token', withClaims({ nonce: 'x' })],
    ['the type of an ID token', withClaims({ typ: 'ID' })],
    ['the type of a refresh token', withClaims({ typ: 'Refresh' })],
    ['events: a logout token', withClaims({ events: {} })],
    ['a key that must be shown', withClaims({ cnf: { jkt: 'x' } })],
    ['a client that is no word', withClaims({ azp: ['x'] })],
    ['a subject in a list', withClaims({ sub: ['minji'] })],
    ['the subject of somebody at a counter', withClaims({ sub: 'counter:1' })],
  ];

  it('are refused with the same words, whatever is wrong, and cost a few milliseconds', async () => {
    await authenticator.ready();
    expect(await saidOf(issuer.token(claims()))).toBe('minji');
    const costs: number[] = [];
    for (const [what, make] of BAD) {
      const token = make();
      const before = process.cpuUsage();
      const error = await claimsOf(token).then(
        () => ({ message: 'accepted' }),
        (refused: Error) => refused,
      );
      const { user, system } = process.cpuUsage(before);
      costs.push((user + system) / 1_000);
      expect({ what, ...error, message: error.message }).toMatchObject({ what, kind: 'unauthenticated' });
      expect(['The token is not valid here, or no longer.', 'Send a bearer token.']).toContain(error.message);
    }
    expect(costs.sort((a, b) => a - b).at(Math.floor(costs.length / 2))).toBeLessThan(5);
    expect(BAD.length).toBeGreaterThanOrEqual(50);
    // The keys were fetched once: a name that nobody knows is no reason to ask again at once.
    expect(issuer.asked).toEqual({ discovery: 1, keys: 1 });
  });

  it('are taken up to the leeway, of each type that issuers write, and with a list that names us', async () => {
    const good = [
      withClaims({ exp: now() - 20 }),
      withClaims({ nbf: now() + 20, iat: now() + 20 }),
      withClaims({ aud: ['account', 'gongmun'], azp: 'portal', typ: 'Bearer', nonce: 'x' }),
      withHeader({ typ: 'at+jwt' }),
      withHeader({ typ: 'application/AT+JWT' }),
      withHeader({ typ: 'JWT' }),
      () => issuer.token(claims(), { alg: 'ES256' }),
    ];
    for (const make of good) expect(await saidOf(make())).toBe('minji');
  });

  it('of a new key are taken as soon as it is published, those of the old one no longer', async () => {
    const clock = jest.spyOn(Date, 'now');
    try {
      const start = Date.now();
      const old = issuer.token(claims());
      expect(await saidOf(old)).toBe('minji');
      issuer.rotate('second');
      const fresh = issuer.token(claims({ sub: 'sora' }), { alg: 'ES256', kid: 'second' });
      clock.mockReturnValue(start + 31_000);
      expect(await saidOf(fresh)).toBe('sora');
      expect(issuer.asked).toEqual({ discovery: 1, keys: 2 });
      // What was found good is believed for a minute.
      clock.mockReturnValue(start + 61_000);
      expect(await saidOf(old)).toBe('token.invalid');
    } finally {
      clock.mockRestore();
    }
  });

  it.each(['discovery', 'keys'] as const)(
    'ask a failing issuer once, however many wait for its %s',
    async (what) => {
      if (what === 'keys') await authenticator.ready();
      issuer.behave('failing');
      const answers = () =>
        Promise.all(Array.from({ length: 50 }, (_, n) => saidOf(issuer.token(claims({ jti: String(n) })))));
      expect(new Set(await answers())).toEqual(new Set(['identity.unavailable']));
      expect(new Set(await answers())).toEqual(new Set(['identity.unavailable']));
      expect(issuer.asked[what]).toBe(1);
      issuer.behave('well');
      const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_000);
      try {
        expect(await saidOf(issuer.token(claims()))).toBe('minji');
      } finally {
        later.mockRestore();
      }
    },
  );

  it('wait for a slow issuer together', async () => {
    issuer.behave('slow');
    const waiting = Promise.all(
      Array.from({ length: 50 }, (_, n) => saidOf(issuer.token(claims({ jti: String(n) })))),
    );
    while (issuer.asked.discovery === 0) await new Promise(setImmediate);
    issuer.behave('well');
    expect(new Set(await waiting)).toEqual(new Set(['minji']));
    expect(issuer.asked).toEqual({ discovery: 1, keys: 1 });
  });
});
