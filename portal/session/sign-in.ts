import * as oauth from 'oauth4webapi';
import { forgetDrafts } from '../form/draft';
import { begin, demanded, end, idToken } from './session';

interface Settings {
  issuer: string;
  client: string;
  scope: string;
}

/** What must outlive the way to the identity provider and back; no token is ever kept. */
interface UnderWay {
  verifier: string;
  state: string;
  nonce: string;
  returnTo: string;
}

const UNDER_WAY = 'gongmun.sign-in';
/** That somebody is signed in, so that a reload asks the identity provider for a token. */
const SIGNED_IN = 'gongmun.signed-in';
/** Whose drafts lie here. */
const WRITER = 'gongmun.writer';
const CALLBACK = '/callback';

let settings: Promise<Settings> | undefined;
let server: Promise<oauth.AuthorizationServer> | undefined;

function readSettings(): Promise<Settings> {
  settings ??= fetch('/portal.json').then((answer) => answer.json() as Promise<Settings>);
  settings.catch(() => {
    settings = undefined;
  });
  return settings;
}

/** Plain HTTP is for the embedded default on this machine. */
const insecure = (issuer: string) => ({
  [oauth.allowInsecureRequests]: ['127.0.0.1', 'localhost'].includes(new URL(issuer).hostname),
});

function discover(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  server ??= oauth
    .discoveryRequest(url, insecure(issuer))
    .then((answer) => oauth.processDiscoveryResponse(url, answer));
  server.catch(() => {
    server = undefined;
  });
  return server;
}

/**
 * Leaves for the identity provider (OpenID Connect authorisation code flow with PKCE, RFC 7636) and comes back to the
 * page that asked. `silently`: only if nobody has to do anything there.
 */
export async function signIn(
  returnTo: string,
  { silently }: { silently: boolean } = { silently: false },
): Promise<void> {
  const { issuer, client, scope } = await readSettings();
  const { authorization_endpoint: endpoint } = await discover(issuer);
  if (endpoint === undefined) throw new Error('The identity provider names no authorization endpoint.');
  const underWay: UnderWay = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    returnTo,
  };
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries({
    client_id: client,
    redirect_uri: window.location.origin + CALLBACK,
    response_type: 'code',
    scope,
    state: underWay.state,
    nonce: underWay.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(underWay.verifier),
    code_challenge_method: 'S256',
    ...(silently ? { prompt: 'none' } : demanded()),
  }))
    url.searchParams.set(name, value);
  sessionStorage.setItem(UNDER_WAY, JSON.stringify(underWay));
  window.location.assign(url);
}

/**
 * What a freshly loaded page does first: takes what the identity provider sent, or asks it whether the person of before
 * is still signed in.
 * @returns whether the page is to be shown; else it is being left
 */
export async function resume(): Promise<boolean> {
  if (window.location.pathname === CALLBACK) {
    await arrive();
    return true;
  }
  if (sessionStorage.getItem(SIGNED_IN) === null) return true;
  try {
    await signIn(window.location.pathname + window.location.search, { silently: true });
    return false;
  } catch {
    // The identity provider cannot be reached: the public pages work without.
    return true;
  }
}

async function arrive(): Promise<void> {
  const kept = sessionStorage.getItem(UNDER_WAY);
  sessionStorage.removeItem(UNDER_WAY);
  const underWay = kept === null ? undefined : (JSON.parse(kept) as UnderWay);
  const came = new URL(window.location.href);
  window.history.replaceState(null, '', underWay?.returnTo ?? '/');
  if (underWay === undefined) return;
  const { issuer, client: client_id } = await readSettings();
  const as = await discover(issuer);
  const client: oauth.Client = { client_id };
  try {
    const parameters = oauth.validateAuthResponse(as, client, came, underWay.state);
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.None(),
      parameters,
      window.location.origin + CALLBACK,
      underWay.verifier,
      insecure(issuer),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, {
      expectedNonce: underWay.nonce,
      requireIdToken: true,
    });
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    const person = claims?.sub ?? '';
    if (sessionStorage.getItem(WRITER) !== person) forgetDrafts();
    sessionStorage.setItem(WRITER, person);
    sessionStorage.setItem(SIGNED_IN, 'yes');
    begin(
      {
        status: 'in',
        token: tokens.access_token,
        idToken: tokens.id_token,
        person,
        name: typeof claims?.name === 'string' ? claims.name : person,
      },
      tokens.expires_in ?? 300,
    );
  } catch (error) {
    // `login_required` and its like: nobody is signed in there any more, and the page is shown to nobody in particular.
    if (!(error instanceof oauth.AuthorizationResponseError)) throw error;
    sessionStorage.removeItem(SIGNED_IN);
  }
}

/** Signs out here and at the identity provider; what was typed and not sent is forgotten. */
export async function signOut(): Promise<void> {
  const hint = idToken();
  sessionStorage.removeItem(SIGNED_IN);
  sessionStorage.removeItem(WRITER);
  forgetDrafts();
  end();
  const { issuer, client } = await readSettings();
  const { end_session_endpoint: endpoint } = await discover(issuer);
  const home = `${window.location.origin}/`;
  if (endpoint === undefined) return window.location.assign(home);
  const url = new URL(endpoint);
  url.searchParams.set('client_id', client);
  url.searchParams.set('post_logout_redirect_uri', home);
  if (hint !== undefined) url.searchParams.set('id_token_hint', hint);
  window.location.assign(url);
}
