import canonicalize from 'canonicalize';
import { digestOf, signEd25519, type TestKey } from './keys';

export type Json = string | number | boolean | Json[] | { [member: string]: Json };
export type JsonObject = { [member: string]: Json };

/** RFC 8785. */
export function jcs(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('This has no canonical form.');
  return text;
}

export const digestOfJson = (value: unknown): string => digestOf(jcs(value));

const b64u = (text: string): string => Buffer.from(text).toString('base64url');

export type JwsType = 'gongmun-evidence+jws' | 'gongmun-proof+jws' | 'gongmun-manifest+jws';

/** RFC 7515 compact, over the canonical form of what is signed. */
export function jws(typ: JwsType, payload: unknown, key: TestKey, header: JsonObject = {}): string {
  const head = b64u(jcs({ alg: 'EdDSA', kid: key.kid, typ, ...header }));
  const signed = `${head}.${b64u(jcs(payload))}`;
  return `${signed}.${signEd25519(key, signed).toString('base64url')}`;
}

export interface Receipt extends JsonObject {
  format: string;
  evidence: JsonObject;
  digest: string;
  jws: string;
}

export const receiptOf = (evidence: JsonObject, key: TestKey): Receipt => ({
  format: 'gongmun-receipt/1',
  evidence,
  digest: digestOfJson(evidence),
  jws: jws('gongmun-evidence+jws', evidence, key),
});

export const ISSUER = 'https://gongmun.example.org';
export const SUBMISSION = '01a20fe1-45bb-75c5-9303-f7bd6ef88a95';

/** What was said with an act: its parts, by name, and the salt. */
export interface Content {
  parts: { part: string; bytes: Buffer }[];
  salt: string;
}

export const listOf = ({ parts }: Content): { part: string; sha256: string }[] =>
  parts.map(({ part, bytes }) => ({ part, sha256: digestOf(bytes) }));

export const contentDigest = (content: Content): string =>
  digestOfJson({ parts: listOf(content), salt: content.salt });

/** Evidence of a short procedure, each naming the one before it. */
export function chain(drafts: JsonObject[], submission = SUBMISSION, issuer = ISSUER): JsonObject[] {
  const made: JsonObject[] = [];
  for (const [i, draft] of drafts.entries()) {
    const before = made.at(-1);
    made.push({
      v: 1,
      id: `0000000${i + 1}-aaaa-7bbb-8ccc-ddddeeeeffff`,
      at: `2026-11-24T23:2${i}:51.422Z`,
      issuer,
      submission,
      sequence: i + 1,
      ...(before === undefined ? {} : { previous: digestOfJson(before) }),
      ...draft,
    });
  }
  return made;
}
