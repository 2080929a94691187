import { createHash } from 'node:crypto';
import { base64urlnopad } from '@scure/base';
import canonicalize from 'canonicalize';

/** SHA-256, base64url without padding: the digest form of evidence and manifests. Not for the workflow sandbox. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url');
}

/**
 * RFC 8785 (JSON Canonicalization Scheme).
 * @throws Error for what JSON cannot say (undefined, functions)
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('This value has no canonical JSON form.');
  return text;
}

/** Digests of the exact bytes of each part of what was sent or answered; the parts' names are fixed words. */
export interface ContentManifest {
  parts: ContentPart[];
}

export interface ContentPart {
  part: string;
  sha256: string;
}

/** Design §5: SHA-256 over the manifest and a 32-byte random salt, so that a digest alone reveals nothing. */
export function contentDigest(manifest: ContentManifest, salt: Uint8Array): string {
  return sha256(canonicalJson({ ...manifest, salt: base64urlnopad.encode(salt) }));
}
