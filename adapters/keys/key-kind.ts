import type { KeyObject } from 'node:crypto';
import type { Purpose, SigningKey } from './signing-key';

const LEAST_RSA_BITS = 2048;

/**
 * How a key signs, if it is of a kind that its purpose allows (docs/evidence.md, Keys).
 * @throws Error with one sentence for any other kind
 */
export function algorithmOf(purpose: Purpose, key: KeyObject): SigningKey['algorithm'] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (purpose !== 'seal') {
    if (type === 'ed25519') return 'EdDSA';
    throw new Error(`A key of purpose ${purpose} must be Ed25519, this one is ${type}.`);
  }
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= LEAST_RSA_BITS) return 'RS256';
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  throw new Error(
    `A key of purpose seal must be RSA of at least ${LEAST_RSA_BITS} bits or EC P-256, this one is ${type}.`,
  );
}
