import type { JWK } from 'jose';

/**
 * What a key may sign (docs/evidence.md, Keys): `evidence` and `log` are Ed25519, `seal` is RSA of at least 2048 bits
 * or EC P-256 and comes with an X.509 certificate.
 */
export const PURPOSES = ['evidence', 'log', 'seal'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A public key as `/.well-known/jwks.json` shows it: RFC 7517, `kid` by RFC 7638, for `seal` its chain as `x5c`. */
export interface PublishedKey extends JWK {
  kid: string;
  purpose: Purpose;
}

export interface SigningKey {
  /** RFC 7638 SHA-256 thumbprint. */
  kid: string;
  purpose: Purpose;
  /** Ed25519 as EdDSA, RSA as PKCS #1 v1.5 with SHA-256, P-256 with SHA-256. */
  algorithm: 'EdDSA' | 'RS256' | 'ES256';
  publicJwk: PublishedKey;
  /** DER, the signer's first, then its issuers'; none for `evidence` and `log`. */
  certificates: Buffer[];
  /**
   * The bare signature of Ed25519 (64 bytes) and RSA; of P-256 a DER ECDSA-Sig-Value with `s` in the lower half.
   * @throws GongmunError `evidence.signing_unavailable` (503)
   */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** Where the keys of one purpose are kept. */
export interface KeySource {
  /** @throws GongmunError `evidence.signing_unavailable` (503) */
  current(): Promise<SigningKey>;
  /**
   * Every key that ever signed, as far as this source knows.
   * @throws GongmunError `evidence.signing_unavailable` (503)
   */
  published(): Promise<PublishedKey[]>;
}
