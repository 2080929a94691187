import { canonicalJson, sha256 } from '../domain/digest';
import type { Evidence } from '../domain/evidence';
import type { KeyRing, PublishedKey } from './keys';

/** An evidence ready to be stored: its exact bytes, their signature and their digest. */
export interface SealedEvidence {
  evidence: Evidence;
  payload: string;
  jws: string;
  digest: string;
}

/** What a key of purpose `evidence` signs (docs/evidence.md, JWS). */
export type JwsType = 'gongmun-evidence+jws' | 'gongmun-proof+jws' | 'gongmun-manifest+jws';

export interface Signer {
  /** Named in each evidence; the address whose `/.well-known/jwks.json` verifies it. */
  issuer: string;
  /** @throws GongmunError `evidence.signing_unavailable` (503): nothing is acknowledged without evidence */
  seal(evidence: Evidence): Promise<SealedEvidence>;
  /**
   * A compact JWS (RFC 7515, EdDSA).
   * @param payload canonical JSON (RFC 8785)
   * @throws GongmunError `evidence.signing_unavailable` (503)
   */
  signJws(type: JwsType, payload: string): Promise<string>;
  /**
   * RFC 7517 set of every public key that ever signed here, of each purpose.
   * @throws GongmunError `evidence.signing_unavailable` (503)
   */
  publicKeys(): Promise<PublishedKey[]>;
}

/** Makes evidence and what proves it, by the keys of the ring. */
export function createSigner(keys: KeyRing, issuer: string): Signer {
  async function signJws(type: JwsType, payload: string): Promise<string> {
    const key = await keys.current('evidence');
    const header = canonicalJson({ alg: key.algorithm, kid: key.kid, typ: type });
    const signed = `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
    return `${signed}.${Buffer.from(await key.sign(Buffer.from(signed))).toString('base64url')}`;
  }
  return {
    issuer,
    signJws,
    publicKeys: () => keys.published(),
    async seal(evidence) {
      const payload = canonicalJson(evidence);
      const jws = await signJws('gongmun-evidence+jws', payload);
      return { evidence, payload, jws, digest: sha256(payload) };
    },
  };
}
