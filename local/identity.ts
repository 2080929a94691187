import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { importJWK, SignJWT } from 'jose';
import type { Configuration, InteractionResults, interactionPolicy, Provider } from 'oidc-provider';
import type { DemoPerson } from './directory';
import { freePort } from './free-port';
import { identityKeys } from './identity-keys';

export interface LocalIdentity {
  issuer: string;
  stop(): Promise<void>;
}

const HOUR = 3600;
const AUDIENCE = 'gongmun';
/** A program of an organisation, which gets its token for itself. */
const DEMO_PROGRAM = 'demo-program';
const LOOPBACK = ['127.0.0.1', 'localhost'];
/** RFC 8707 resource indicators are URIs. */
const RESOURCE = 'urn:gongmun:api';

/**
 * An OpenID Connect provider on loopback with demo people and no passwords: code flow with PKCE for a portal, one
 * click on a name to sign in, a program with a token of its own, and `POST /demo-token` for the command line.
 */
export async function startIdentity(options: {
  port?: number;
  dataDir: string;
  people: DemoPerson[];
}): Promise<LocalIdentity> {
  const port = await freePort(options.port);
  const issuer = `http://127.0.0.1:${port}`;
  const { jwk, cookieSecret } = await identityKeys(options.dataDir);
  const key = await importJWK(jwk, 'ES256');
  const person = (id: string) => options.people.find((one) => one.id === id);
  const claims = ({ name, email, locale }: DemoPerson) => ({ name, email, email_verified: true, locale });

  const library = await quietly(() => import('oidc-provider'));

  const configuration: Configuration = {
    jwks: { keys: [jwk as never] },
    cookies: { keys: [cookieSecret] },
    clients: [
      {
        client_id: 'gongmun-portal',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        // RFC 8252 §7.3: on loopback any port of these.
        redirect_uris: LOOPBACK.map((host) => `http://${host}/callback`),
        post_logout_redirect_uris: LOOPBACK.map((host) => `http://${host}/`),
      },
      {
        client_id: DEMO_PROGRAM,
        // A demo has no secrets; the person who signs in needs none either.
        client_secret: DEMO_PROGRAM,
        grant_types: ['client_credentials'],
        response_types: [],
        id_token_signed_response_alg: 'ES256',
        redirect_uris: [],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'locale'], email: ['email', 'email_verified'] },
    findAccount: (_ctx, id) => {
      const found = person(id);
      if (found === undefined) return undefined;
      return { accountId: id, claims: () => ({ sub: id, ...claims(found) }) };
    },
    extraTokenClaims: (_ctx, token) => {
      const found =
        'accountId' in token && typeof token.accountId === 'string' ? person(token.accountId) : undefined;
      return found === undefined ? {} : claims(found);
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: askToSignOut },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'openid profile email',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: HOUR,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    ttl: { Session: 8 * HOUR, Grant: 8 * HOUR, Interaction: HOUR, IdToken: HOUR, AccessToken: HOUR },
    interactions: {
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
      policy: withoutNativePrompt(library.interactionPolicy.base()),
    },
    // The code is changed for a token by the portal's own page, in the browser.
    clientBasedCORS: (_ctx, origin) => LOOPBACK.includes(new URL(origin).hostname),
    loadExistingGrant: async (ctx) => grantEverything(provider, ctx),
  };
  const provider: Provider = await quietly(async () => new library.Provider(issuer, configuration));

  async function demoToken(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const asked = new URLSearchParams(await bodyOf(req)).get('person');
    const found = options.people.find((one) => one.key === asked || one.id === asked);
    if (found === undefined) return void res.writeHead(404).end('There is no demo person of this name.\n');
    const token = await new SignJWT(claims(found))
      .setProtectedHeader({ alg: 'ES256', kid: jwk.kid ?? '', typ: 'at+jwt' })
      .setIssuer(issuer)
      .setAudience(AUDIENCE)
      .setSubject(found.id)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
    res.writeHead(200, { 'content-type': 'text/plain' }).end(token);
  }

  async function interaction(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const finish = (result: InteractionResults) =>
      provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
    const chosen = person(url.searchParams.get('person') ?? '');
    if (chosen !== undefined) return finish({ login: { accountId: chosen.id } });
    html(
      res,
      'Sign in',
      listOf(options.people, (one) => `<a href="?person=${one.id}">${escaped(one.name)}</a>`),
    );
  }

  const serve = provider.callback();
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', issuer);
    const answer = async () => {
      if (req.method === 'POST' && url.pathname === '/demo-token') return demoToken(req, res);
      if (url.pathname.startsWith('/interaction/')) return interaction(req, res, url);
      if (url.pathname === '/')
        return html(
          res,
          'Demo people',
          listOf(options.people, (one) => `${escaped(one.name)}: npm run --silent token -- ${one.key}`),
        );
      return serve(req, res);
    };
    answer().catch(() => res.writeHead(400).end('This sign-in is not valid or no longer.\n'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    issuer,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The library warns on the console that a demo is no production; our own pages say so. */
async function quietly<T>(make: () => Promise<T>): Promise<T> {
  const { warn, info } = console;
  Object.assign(console, { warn: () => {}, info: () => {} });
  try {
    return await make();
  } finally {
    Object.assign(console, { warn, info });
  }
}

type Policy = ReturnType<typeof interactionPolicy.base>;

/**
 * RFC 8252 §8.6 wants a prompt for every native client, whom anybody may pretend to be; there is nothing here to consent
 * to, and the portal asks without a prompt whether somebody is still signed in.
 */
function withoutNativePrompt(policy: Policy): Policy {
  policy.get('consent')?.checks.remove('native_client_prompt');
  return policy;
}

/** What RP-initiated logout asks: one button, which sends the library's own form. */
const askToSignOut: NonNullable<
  NonNullable<NonNullable<Configuration['features']>['rpInitiatedLogout']>['logoutSource']
> = (ctx, form) => {
  ctx.type = 'html';
  ctx.set('content-security-policy', PAGE_POLICY);
  ctx.body = page(
    'Sign out',
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>`,
  );
};

/** The demo portal is ours: whoever signs in there has nothing left to consent to. */
async function grantEverything(
  provider: Provider,
  ctx: Parameters<NonNullable<Configuration['loadExistingGrant']>>[0],
): Promise<InstanceType<Provider['Grant']> | undefined> {
  const { client, session } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile email');
  grant.addResourceScope(RESOURCE, 'openid profile email');
  await grant.save();
  return grant;
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of req) body += String(chunk).slice(0, 1_000);
  return body;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const listOf = (people: DemoPerson[], line: (person: DemoPerson) => string): string =>
  `<ul>${people.map((person) => `<li>${line(person)}</li>`).join('')}</ul>`;

/** No form-action: a signed-out person is sent on to the portal, wherever that is on this machine. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

function html(res: ServerResponse, title: string, body: string): void {
  res.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': PAGE_POLICY,
  });
  res.end(page(title, body));
}

function page(title: string, body: string): string {
  const style = 'body{font:1.1rem/1.8 system-ui;margin:3rem auto;max-width:40rem;padding:0 1rem}';
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style>`;
  const note =
    '<p>Demo people of the embedded default. There are no passwords, and nothing here is for production.</p>';
  return `<!doctype html><html lang="en">${head}<h1>${title}</h1>${note}${body}</html>`;
}
