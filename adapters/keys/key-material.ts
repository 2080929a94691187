import type { KeyObject } from 'node:crypto';

/** What a key file holds; without a private key it only says that a key was ours. */
export interface KeyMaterial {
  privateKey: KeyObject | undefined;
  publicKey: KeyObject;
  /** DER, the key's own first, then its issuers'. */
  certificates: Buffer[];
}
