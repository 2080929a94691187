import { createPublicKey, type KeyObject, type SignKeyObjectInput, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { algorithmOf } from './key-kind';
import { lowS } from './low-s';
import { publishKey } from './publish-key';
import type { Purpose, SigningKey } from './signing-key';
import { signingUnavailable } from './signing-unavailable';

const signInThread = promisify(
  (data: Uint8Array, key: SignKeyObjectInput, done: (error: Error | null, signature: Buffer) => void) =>
    sign('sha256', data, key, done),
);

/**
 * A key whose private half is in this process.
 * @throws Error for a key that its purpose does not allow, or a `seal` without its certificate
 */
export async function localKey(
  purpose: Purpose,
  privateKey: KeyObject,
  certificates: Buffer[],
): Promise<SigningKey> {
  const publicKey = createPublicKey(privateKey);
  const algorithm = algorithmOf(purpose, publicKey);
  if (purpose === 'seal' && certificates.length === 0)
    throw new Error('A key of purpose seal needs its certificate.');
  const publicJwk = await publishKey(purpose, publicKey, certificates);
  return {
    kid: publicJwk.kid,
    purpose,
    algorithm,
    publicJwk,
    certificates,
    async sign(data) {
      try {
        return await SIGNATURES[algorithm](data, privateKey);
      } catch (cause) {
        throw signingUnavailable(cause);
      }
    },
  };
}

const SIGNATURES: Record<
  SigningKey['algorithm'],
  (data: Uint8Array, key: KeyObject) => Uint8Array | Promise<Uint8Array>
> = {
  // Some 40 µs: less than the way to another thread and back.
  EdDSA: (data, key) => sign(null, data, key),
  RS256: (data, key) => signInThread(data, { key }),
  ES256: async (data, key) => lowS(await signInThread(data, { key, dsaEncoding: 'ieee-p1363' })),
};
