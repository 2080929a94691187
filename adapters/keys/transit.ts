import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SigningKey } from './signing-key';

/** Below the 3 s of a short step in the worker (decision 0003), and an API's transaction is not held open for longer. */
const WITHIN_MS = 2_000;
const MOST_BYTES = 1024 * 1024;

export interface Transit {
  /** Every version that the service still has, oldest first. */
  publicKeys(name: string): Promise<{ version: number; publicKey: KeyObject }[]>;
  /** @returns Ed25519 and RSA: the signature; P-256: r ‖ s */
  sign(name: string, version: number, algorithm: SigningKey['algorithm'], data: Uint8Array): Promise<Buffer>;
}

/** What each kind of key has to be told besides the data, so that the signature comes in the form that we store. */
const MANNERS: Record<SigningKey['algorithm'], Record<string, string>> = {
  EdDSA: {},
  RS256: { hash_algorithm: 'sha2-256', signature_algorithm: 'pkcs1v15' },
  ES256: { hash_algorithm: 'sha2-256', marshaling_algorithm: 'jws' },
};

/**
 * The two calls of the Transit secrets engine that signing needs. Each fails within 2 s, whatever the service does.
 * @throws Error from each call: away, slow, refused or not understood; no message holds the token
 */
export function createTransit(settings: { url: string; tokenFile: string; mount: string }): Transit {
  const base = `${settings.url.replace(/\/$/, '')}/v1/${settings.mount}`;

  async function call(path: string, body?: Record<string, unknown>): Promise<unknown> {
    const token = (await readFile(settings.tokenFile, 'utf8')).trim();
    const answer = await fetch(`${base}/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'X-Vault-Token': token, 'X-Vault-Request': 'true', 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new Error(`The key service answered ${answer.status}.`);
    }
    return JSON.parse(await bounded(answer));
  }

  return {
    async publicKeys(name) {
      const { data } = (await call(`keys/${encodeURIComponent(name)}`)) as KeyAnswer;
      return Object.entries(data.keys)
        .map(([version, { public_key }]) => ({ version: Number(version), publicKey: readKey(public_key) }))
        .sort((a, b) => a.version - b.version);
    },
    async sign(name, version, algorithm, data) {
      const answer = (await call(`sign/${encodeURIComponent(name)}`, {
        input: Buffer.from(data).toString('base64'),
        key_version: version,
        ...MANNERS[algorithm],
      })) as SignAnswer;
      const [, of, signature] = /^vault:v(\d+):([A-Za-z0-9+/=_-]+)$/.exec(answer.data.signature) ?? [];
      if (signature === undefined || Number(of) !== version)
        throw new Error('The key service answered something else than a signature of this version.');
      return Buffer.from(signature, 'base64');
    },
  };
}

interface KeyAnswer {
  data: { keys: Record<string, { public_key: string }> };
}
interface SignAnswer {
  data: { signature: string };
}

/** Ed25519 comes as its 32 bytes in base64, everything else as PEM. */
function readKey(publicKey: string): KeyObject {
  if (publicKey.startsWith('-----BEGIN ')) return createPublicKey(publicKey);
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

async function bounded(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Error('The key service answered too much.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
