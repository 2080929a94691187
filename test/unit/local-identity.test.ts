import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { readDirectory } from '../../local/directory';
import { type LocalIdentity, startIdentity } from '../../local/identity';
import { until } from '../support/until';

const REDIRECT = 'http://127.0.0.1:5555/callback';

describe('the local identity provider', () => {
  let dataDir: string;
  let identity: LocalIdentity;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'gongmun-identity-'));
    identity = await startIdentity({ dataDir, people: readDirectory().people });
  });
  afterAll(async () => {
    await identity.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const verify = async (token: string) => {
    const keys = createRemoteJWKSet(new URL(`${identity.issuer}/jwks`));
    return (
      await jwtVerify(token, keys, { issuer: identity.issuer, audience: 'gongmun', algorithms: ['ES256'] })
    ).payload;
  };

  /** Follows redirects with cookies as a browser does, choosing the person where it is asked. */
  async function signIn(person: string, challenge: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let next = new URL('/auth', identity.issuer);
    next.search = new URLSearchParams({
      client_id: 'gongmun-portal',
      response_type: 'code',
      scope: 'openid profile email',
      redirect_uri: REDIRECT,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }).toString();
    while (!next.href.startsWith(REDIRECT)) {
      if (next.pathname.startsWith('/interaction/')) next.searchParams.set('person', person);
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(next, { redirect: 'manual', headers: { cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`${next.pathname} answered ${answer.status}`);
      next = new URL(location, identity.issuer);
    }
    return next;
  }

  it('gives a program a token for itself, in which it is the subject', async () => {
    const answer = await fetch(`${identity.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('demo-program:demo-program').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(await verify(token)).toMatchObject({ sub: 'demo-program', client_id: 'demo-program' });
  });

  it('signs a person in by the code flow with PKCE, and gives a token for the API', async () => {
    const verifier = 'v'.repeat(50);
    const callback = await signIn('demo-minji', createHash('sha256').update(verifier).digest('base64url'));
    const answer = await fetch(`${identity.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'gongmun-portal',
        code: callback.searchParams.get('code') ?? '',
        redirect_uri: REDIRECT,
        code_verifier: verifier,
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(await verify(token)).toMatchObject({
      sub: 'demo-minji',
      email: 'minji@demo.invalid',
      locale: 'ko',
    });
  });

  it('gives the command line a token for a demo person, and none for anybody else', async () => {
    const ask = (person: string) =>
      fetch(`${identity.issuer}/demo-token`, { method: 'POST', body: new URLSearchParams({ person }) });
    expect(await verify(await (await ask('junho')).text())).toMatchObject({
      sub: 'demo-junho',
      locale: 'en',
    });
    expect((await ask('nobody')).status).toBe(404);
  });

  it('keeps its keys, so that tokens outlive a restart', async () => {
    const token = await (
      await fetch(`${identity.issuer}/demo-token`, {
        method: 'POST',
        body: new URLSearchParams({ person: 'minji' }),
      })
    ).text();
    const { issuer } = identity;
    await identity.stop();
    identity = await startIdentity({
      dataDir,
      people: readDirectory().people,
      port: Number(new URL(issuer).port),
    });
    expect(identity.issuer).toBe(issuer);
    // The client's kept-alive connections died with the first server; it notices at its next request.
    const status = () =>
      fetch(`${issuer}/jwks`).then(
        (answer) => answer.status,
        () => 0,
      );
    expect(await until(status, (code) => code === 200)).toBe(200);
    expect((await verify(token)).sub).toBe('demo-minji');
  });
});
