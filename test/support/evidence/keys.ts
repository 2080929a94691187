import {
  createHash,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign as signBytes,
} from 'node:crypto';

export type Purpose = 'evidence' | 'log' | 'seal';

/** A key as the operator holds it; `carried` is how a file brings it along, `published` how a JWK set shows it. */
export interface TestKey {
  kid: string;
  purpose: Purpose;
  privateKey: KeyObject;
  publicKey: KeyObject;
  carried: Record<string, string>;
  published: Record<string, string>;
  /** The 32 bytes of an Ed25519 key; of others their SPKI in DER. */
  raw: Buffer;
}

const MEMBERS: Record<string, (keyof JsonWebKey)[]> = {
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
  EC: ['crv', 'kty', 'x', 'y'],
};

export const sha256 = (...parts: (string | Uint8Array)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

export const digestOf = (...parts: (string | Uint8Array)[]): string => sha256(...parts).toString('base64url');

function describe(purpose: Purpose, pair: { privateKey: KeyObject; publicKey: KeyObject }): TestKey {
  const jwk = pair.publicKey.export({ format: 'jwk' });
  const names = MEMBERS[jwk.kty ?? ''] ?? [];
  const members = Object.fromEntries(names.map((name) => [name, String(jwk[name])]));
  const kid = digestOf(JSON.stringify(members));
  const carried = { ...members, kid, purpose };
  const raw =
    jwk.kty === 'OKP'
      ? Buffer.from(String(jwk.x), 'base64url')
      : pair.publicKey.export({ format: 'der', type: 'spki' });
  return { kid, purpose, ...pair, carried, published: { ...carried, use: 'sig' }, raw };
}

export const newEd25519 = (purpose: Purpose): TestKey => describe(purpose, generateKeyPairSync('ed25519'));

export const newRsa = (bits = 2048): TestKey =>
  describe('seal', generateKeyPairSync('rsa', { modulusLength: bits }));

export const newP256 = (): TestKey => describe('seal', generateKeyPairSync('ec', { namedCurve: 'P-256' }));

export const signEd25519 = (key: TestKey, data: Uint8Array | string): Buffer =>
  signBytes(null, Buffer.from(data as string), key.privateKey);

export interface OperatorKeys {
  evidence: TestKey;
  /** The key that signed before `evidence` did; still published. */
  earlier: TestKey;
  log: TestKey;
  rsa: TestKey;
  p256: TestKey;
}

export const newOperatorKeys = (): OperatorKeys => ({
  evidence: newEd25519('evidence'),
  earlier: newEd25519('evidence'),
  log: newEd25519('log'),
  rsa: newRsa(),
  p256: newP256(),
});

/** `/.well-known/jwks.json` */
export const publishedKeys = (keys: OperatorKeys): { keys: Record<string, string>[] } => ({
  keys: Object.values(keys).map((key: TestKey) => key.published),
});
