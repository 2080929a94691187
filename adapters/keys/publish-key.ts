import { type KeyObject, X509Certificate } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { certificateFields } from './certificate-fields';
import { algorithmOf } from './key-kind';
import type { PublishedKey, Purpose } from './signing-key';

/** Bytes; a page has room for these, what is signed beside them, and an RSA signature (adapters/pdf/signature-field.ts). */
const CHAIN_ROOM = 14 * 1024;

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
  const [own] = certificates.map((certificate) => new X509Certificate(certificate));
  if (own !== undefined && !own.publicKey.equals(publicKey))
    throw new Error('The first certificate belongs to another key.');
  // The signer's issuer is named once more beside the certificates.
  const named = own === undefined ? [] : [...certificates, certificateFields(own).issuer];
  if (Buffer.concat(named).length > CHAIN_ROOM)
    throw new Error('Its certificates are too long for the seal of a page.');
  const alg = algorithmOf(purpose, publicKey);
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk);
  const chain = certificates.map((certificate) => certificate.toString('base64'));
  return { ...jwk, kid, alg, use: 'sig', purpose, ...(chain.length === 0 ? {} : { x5c: chain }) };
}
