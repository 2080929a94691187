import canonicalize from 'canonicalize';
import { base64url, compactVerify, importJWK, type JWK } from 'jose';

interface Evidence {
  event: string;
  at: string;
  issuer: string;
  submission: string;
  facts?: Record<string, unknown>;
}

export type Checked = { name: string } & (
  | { verdict: 'genuine'; evidence: Evidence }
  | { verdict: 'not_genuine'; reason: 'changed' | 'signature' }
  | { verdict: 'cannot_tell'; reason: 'no_receipt' | 'other_issuer' | 'keys' }
);

const FORMAT = 'gongmun-receipt/1';
const LARGEST = 1_048_576;

/**
 * Checks a receipt as docs/evidence.md says, with the browser's own cryptography. Nothing of the file is sent; only the
 * published keys are fetched. Proofs, PDFs and bundles are the programs' in `verifier/`.
 */
export async function checkReceipt(file: File): Promise<Checked> {
  const { name } = file;
  const text = file.size > LARGEST ? '' : await file.text();
  const receipt = receiptIn(text);
  if (receipt === undefined) return { name, verdict: 'cannot_tell', reason: 'no_receipt' };
  const { evidence, digest, jws } = receipt;
  const payload = new TextEncoder().encode(canonicalize(evidence));
  const sum = base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', payload)));
  if (sum !== digest || canonicalize(receipt) !== text)
    return { name, verdict: 'not_genuine', reason: 'changed' };
  if (evidence.issuer !== window.location.origin)
    return { name, verdict: 'cannot_tell', reason: 'other_issuer' };
  const keys = await publishedKeys();
  if (keys === undefined) return { name, verdict: 'cannot_tell', reason: 'keys' };
  try {
    const signed = await compactVerify(jws, async ({ kid }) => importJWK(keyOf(keys, kid), 'EdDSA'), {
      algorithms: ['EdDSA'],
    });
    const same = base64url.encode(signed.payload) === base64url.encode(payload);
    const right = same && signed.protectedHeader.typ === 'gongmun-evidence+jws';
    return right
      ? { name, verdict: 'genuine', evidence }
      : { name, verdict: 'not_genuine', reason: 'signature' };
  } catch {
    return { name, verdict: 'not_genuine', reason: 'signature' };
  }
}

function receiptIn(text: string): { evidence: Evidence; digest: string; jws: string } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { format, evidence, digest, jws } = value as Record<string, unknown>;
    const whole = typeof evidence === 'object' && evidence !== null && typeof jws === 'string';
    if (format !== FORMAT || !whole || typeof digest !== 'string') return undefined;
    return value as { evidence: Evidence; digest: string; jws: string };
  } catch {
    return undefined;
  }
}

type PublishedKey = JWK & { purpose?: string };

async function publishedKeys(): Promise<PublishedKey[] | undefined> {
  try {
    const answer = await fetch('/.well-known/jwks.json');
    return ((await answer.json()) as { keys: PublishedKey[] }).keys;
  } catch {
    return undefined;
  }
}

/** @throws Error where no key for evidence has this name */
function keyOf(keys: PublishedKey[], kid: string | undefined): JWK {
  const key = keys.find((one) => one.kid === kid && one.purpose === 'evidence');
  if (key === undefined) throw new Error('No such key.');
  return { kty: key.kty, crv: key.crv, x: key.x } as JWK;
}
