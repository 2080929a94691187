import { leafHash } from './merkle-tree';

/** What stands in the log: evidence, and the digests of other rows that must not change (docs/evidence.md, Log). */
export const LOG_KINDS = ['evidence', 'access', 'refusal', 'printed', 'history', 'form'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export interface LogLeaf {
  kind: LogKind;
  /** SHA-256, base64url. */
  digest: string;
}

/** The ASCII text that is a leaf: anybody can make it from what they hold. */
export const leafText = ({ kind, digest }: LogLeaf): string => `${kind}:${digest}`;

export const hashOfLeaf = (leaf: LogLeaf): Uint8Array => leafHash(new TextEncoder().encode(leafText(leaf)));

/** @returns undefined for what is no leaf's text */
export function parseLeaf(text: string): LogLeaf | undefined {
  const [, kind, digest] = /^([a-z]+):([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  const known = LOG_KINDS.find((one) => one === kind);
  return known === undefined || digest === undefined ? undefined : { kind: known, digest };
}
