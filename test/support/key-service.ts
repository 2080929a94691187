import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the service answers a call for a signature; `right` is how it should. */
export type Manner =
  | 'right'
  | 'silent'
  | 'forged'
  | 'other_version'
  | 'not_json'
  | 'endless'
  | 'sealed'
  | 'moved';

export interface KeyService {
  url: string;
  token: string;
  /** A new version, which is the newest from now on. */
  rotate(name: string): void;
  publicKeys(name: string): KeyObject[];
  behave(manner: Manner): void;
  /** Nobody answers at its address any more, until it is `start`ed again. */
  stop(): Promise<void>;
  start(): Promise<void>;
  calls(): number;
}

type Kind = 'ed25519' | 'rsa-2048' | 'ecdsa-p256';

/** The Transit API of HashiCorp Vault and OpenBao as far as signing needs it, on a real socket. */
export async function startKeyService(kinds: Record<string, Kind>): Promise<KeyService> {
  const token = 's.for-tests-only';
  const keys = new Map(Object.entries(kinds).map(([name, kind]) => [name, [newPair(kind)]]));
  let manner: Manner = 'right';
  let calls = 0;
  let server = createServer();
  let port = 0;

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown } | undefined> {
    calls += 1;
    if (request.headers['x-vault-token'] !== token)
      return { status: 403, body: { errors: ['permission denied'] } };
    const [, what, name] = /^\/v1\/transit\/(keys|sign)\/([\w-]+)$/.exec(request.url ?? '') ?? [];
    const versions = keys.get(name ?? '');
    if (versions === undefined) return { status: 404, body: { errors: [] } };
    if (manner === 'silent') return undefined;
    if (manner === 'sealed') return { status: 503, body: { errors: ['Vault is sealed'] } };
    if (what === 'keys' && request.method === 'GET') {
      const shown = versions.map(({ publicKey }, n) => [String(n + 1), { public_key: shownAs(publicKey) }]);
      return {
        status: 200,
        body: {
          data: { type: kinds[name ?? ''], latest_version: versions.length, keys: Object.fromEntries(shown) },
        },
      };
    }
    const asked = JSON.parse(await textOf(request));
    const version: number = asked.key_version ?? versions.length;
    const pair = manner === 'forged' ? newPair(kinds[name ?? ''] ?? 'ed25519') : versions[version - 1];
    if (pair === undefined) return { status: 400, body: { errors: ['invalid version'] } };
    const signature = signed(pair.privateKey, Buffer.from(asked.input, 'base64'), asked);
    const told = manner === 'other_version' ? version + 1 : version;
    return { status: 200, body: { data: { signature: `vault:v${told}:${signature}`, key_version: told } } };
  }

  async function start(): Promise<void> {
    server = createServer(async (request, response) => {
      const said = await answer(request);
      if (said === undefined) return;
      const signing = request.url?.includes('/sign/') === true;
      if (signing && manner === 'moved') response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end();
      else if (signing && manner === 'not_json') response.end('<html>');
      else if (signing && manner === 'endless') response.end(Buffer.alloc(2 * 1024 * 1024, 0x20));
      else
        response
          .writeHead(said.status, { 'content-type': 'application/json' })
          .end(JSON.stringify(said.body));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    rotate(name) {
      keys.get(name)?.push(newPair(kinds[name] ?? 'ed25519'));
    },
    publicKeys: (name) => (keys.get(name) ?? []).map(({ publicKey }) => publicKey),
    behave(next) {
      manner = next;
    },
    start,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    calls: () => calls,
  };
}

function newPair(kind: Kind): { publicKey: KeyObject; privateKey: KeyObject } {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  if (kind === 'rsa-2048') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

const shownAs = (key: KeyObject): string =>
  key.asymmetricKeyType === 'ed25519'
    ? Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')
    : key.export({ type: 'spki', format: 'pem' }).toString();

/** As the service does: PSS and ASN.1 unless it is told otherwise, and base64url with `jws` only. */
function signed(key: KeyObject, data: Buffer, asked: Record<string, string>): string {
  if (key.asymmetricKeyType === 'ed25519') return sign(null, data, key).toString('base64');
  if (asked.hash_algorithm !== 'sha2-256') throw new Error('Only SHA-256 is known here.');
  if (key.asymmetricKeyType === 'rsa') {
    if (asked.signature_algorithm !== 'pkcs1v15') throw new Error('Only PKCS #1 v1.5 is known here.');
    return sign('sha256', data, key).toString('base64');
  }
  return asked.marshaling_algorithm === 'jws'
    ? sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
    : sign('sha256', data, key).toString('base64');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
