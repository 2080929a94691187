import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface KeyIssuer {
  url: string;
  /** How often something was asked of it. */
  asked: { discovery: number; keys: number };
  /** How it answers from now on; `slow` does not until it is `well` again. */
  behave(how: 'well' | 'failing' | 'slow'): void;
  /** Signs from now on with a new key of this id. */
  rotate(kid: string): void;
  publicKey(): KeyObject;
  /** Signed as ES256 whatever header and payload say; text is signed as it is. */
  token(payload: object | string, header?: object | string): string;
  stop(): Promise<void>;
}

const part = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** An OpenID Connect issuer whose keys change and whose address fails as a test says. */
export async function startKeyIssuer(): Promise<KeyIssuer> {
  let pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let kid = 'first';
  let how: Parameters<KeyIssuer['behave']>[0] = 'well';
  let waiting: (() => void)[] = [];
  const asked = { discovery: 0, keys: 0 };
  const server = createServer((req, res) => {
    const isKeys = req.url === '/jwks';
    asked[isKeys ? 'keys' : 'discovery'] += 1;
    const answer = () => {
      const url = urlOf();
      const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' };
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(isKeys ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/jwks` }));
    };
    if (how === 'slow') waiting.push(answer);
    else if (how === 'failing') res.writeHead(500).end();
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const urlOf = () => `http://127.0.0.1:${port}`;
  return {
    url: urlOf(),
    asked,
    behave(next) {
      how = next;
      if (next === 'slow') return;
      for (const answer of waiting) answer();
      waiting = [];
    },
    rotate(next) {
      pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      kid = next;
    },
    publicKey: () => pair.publicKey,
    token(payload, header = { alg: 'ES256', kid }) {
      const signed = `${part(header)}.${part(payload)}`;
      const signature = sign('sha256', Buffer.from(signed), {
        key: pair.privateKey,
        dsaEncoding: 'ieee-p1363',
      });
      return `${signed}.${signature.toString('base64url')}`;
    },
    async stop() {
      for (const answer of waiting) answer();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
