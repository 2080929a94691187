import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CompactSign, calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { canonicalJson, sha256 } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import type { Evidence } from '../domain/evidence';

/** An evidence ready to be stored: its exact bytes, their signature and their digest. */
export interface SealedEvidence {
  evidence: Evidence;
  payload: string;
  jws: string;
  digest: string;
}

export interface Signer {
  /** Named in each evidence; the address whose `/.well-known/jwks.json` verifies it. */
  issuer: string;
  /** @throws GongmunError `evidence.signing_unavailable` (503): nothing is acknowledged without evidence */
  seal(evidence: Evidence): Promise<SealedEvidence>;
  /** RFC 7517 set of every public key that ever signed here. */
  publicKeys(): JWK[];
}

/** Signs with Ed25519 (EdDSA, RFC 8037); the newest key of the folder signs, the older ones stay published. */
export async function createFolderSigner(dir: string, issuer: string): Promise<Signer> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await keyFiles(dir)).length === 0) await generateKey(dir);
  const keys = await Promise.all((await keyFiles(dir)).map((name) => readKey(join(dir, name))));
  const current = keys.at(-1);
  if (current === undefined) throw new Error(`No signing key was found in ${dir}.`);
  const publicKeys = keys.map((key) => key.jwk);
  return {
    issuer,
    publicKeys: () => publicKeys,
    async seal(evidence) {
      const payload = canonicalJson(evidence);
      const jws = await sign(payload, current);
      return { evidence, payload, jws, digest: sha256(payload) };
    },
  };
}

async function sign(payload: string, key: SigningKey): Promise<string> {
  try {
    return await new CompactSign(Buffer.from(payload))
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'gongmun-evidence+jws' })
      .sign(key.privateKey);
  } catch (cause) {
    throw new GongmunError('unavailable', 'evidence.signing_unavailable', 'Evidence cannot be signed now.', {
      retryAfter: 30,
      cause,
    });
  }
}

interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  jwk: JWK;
}

async function keyFiles(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => name.endsWith('.pem')).sort();
}

async function readKey(path: string): Promise<SigningKey> {
  const privateKey = createPrivateKey(await readFile(path));
  const jwk = await exportJWK(createPublicKey(privateKey));
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, jwk: { ...jwk, kid, alg: 'EdDSA', use: 'sig' } };
}

/** Of two processes that start at once one makes the key, and the other reads it whole: a link is there or is not. */
async function generateKey(dir: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const fresh = join(dir, `.${randomUUID()}`);
  const file = await open(fresh, 'wx', 0o600);
  await file.writeFile(pem);
  await file.sync();
  await file.close();
  try {
    await link(fresh, join(dir, '0001.pem'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
}
