import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { PublishedKey } from '../../adapters/keys';
import type { JwsType } from '../../adapters/signer';
import { canonicalJson } from '../../domain/digest';

/** @returns what is wrong with a signature; null when a published key of purpose `evidence` made it over these bytes */
export type SignatureCheck = (type: JwsType, payload: string, jws: string) => string | null;

/** The JWS of docs/evidence.md, by the published keys alone. */
export function createSignatureCheck(published: readonly PublishedKey[]): SignatureCheck {
  const keys = new Map<string, KeyObject>();
  for (const key of published) if (key.purpose === 'evidence') keys.set(key.kid, publicKeyOf(key));
  return (type, payload, jws) => {
    const [header = '', body = '', signature = '', ...rest] = jws.split('.');
    if (rest.length > 0 || body !== Buffer.from(payload).toString('base64url'))
      return 'has a signature that is not over its payload';
    const kid = keyIn(type, header);
    if (kid === null) return 'has a signature of another form';
    const key = keys.get(kid);
    if (key === undefined) return `is signed by key ${kid}, which is not published as one for evidence`;
    return verify(null, Buffer.from(`${header}.${body}`), key, Buffer.from(signature, 'base64url'))
      ? null
      : 'has a signature that its key did not make';
  };
}

/** @returns null for a header that is not exactly ours */
function keyIn(type: JwsType, header: string): string | null {
  try {
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid?: unknown };
    const ours = canonicalJson({ alg: 'EdDSA', kid, typ: type });
    return typeof kid === 'string' && header === Buffer.from(ours).toString('base64url') ? kid : null;
  } catch {
    return null;
  }
}

export function publicKeyOf({ kty = '', crv, x }: PublishedKey): KeyObject {
  const key = { kty, ...(crv === undefined ? {} : { crv }), ...(x === undefined ? {} : { x }) };
  return createPublicKey({ key, format: 'jwk' });
}
