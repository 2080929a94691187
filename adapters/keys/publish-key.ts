import { type KeyObject, X509Certificate } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { algorithmOf } from './key-kind';
import type { PublishedKey, Purpose } from './signing-key';

/**
 * A public key in the form in which it is published.
 * @param certificates DER, the key's own first; its key must be this one
 * @throws Error for a key that its purpose does not allow, or a certificate of another key
 */
export async function publishKey(
  purpose: Purpose,
  publicKey: KeyObject,
  certificates: Buffer[],
): Promise<PublishedKey> {
  const [own] = certificates;
  if (own !== undefined && !new X509Certificate(own).publicKey.equals(publicKey))
    throw new Error('The first certificate belongs to another key.');
  const alg = algorithmOf(purpose, publicKey);
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk);
  const chain = certificates.map((certificate) => certificate.toString('base64'));
  return { ...jwk, kid, alg, use: 'sig', purpose, ...(chain.length === 0 ? {} : { x5c: chain }) };
}
