import { canonicalJson } from './digest';

/**
 * A receipt as its holder keeps it: format `gongmun-receipt/1` of docs/evidence.md. Its bytes follow from what was stored
 * when it was signed and from nothing that a later release could change.
 * @param evidence the RFC 8785 bytes that were signed, their digest and their JWS
 * @returns canonical JSON (RFC 8785); as UTF-8 these are the bytes of the file
 */
export function receiptDocument(evidence: { payload: string; digest: string; jws: string }): string {
  const { payload, digest, jws } = evidence;
  return canonicalJson({ format: 'gongmun-receipt/1', evidence: JSON.parse(payload), digest, jws });
}
