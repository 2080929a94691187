import { base64urlnopad, hex } from '@scure/base';
import { type ContentPart, canonicalJson, sha256 } from './digest';

/**
 * The parts of a document with the digests of their exact bytes, in an order that follows from what they are: whoever
 * keeps the document can make the same list again.
 * @param document.answers canonical JSON, as it is kept
 * @param files with their SHA-256 in hex, as file stores name it
 */
export function documentParts(
  document: { answers?: string | null; title?: string | null | undefined; body?: string | null | undefined },
  files: readonly { id: string; sha256: string }[],
): ContentPart[] {
  const texts = (['answers', 'title', 'body'] as const).flatMap((part) => {
    const text = document[part];
    return text === null || text === undefined ? [] : [{ part, sha256: sha256(text) }];
  });
  const attached = files.map((file) => ({ part: `file:${file.id}`, sha256: digestOfFile(file) }));
  return [...texts, ...attached.sort(byPart)];
}

/** SHA-256 of a file in base64url, as evidence and manifests name digests; file stores name it in hex. */
export const digestOfFile = (file: { sha256: string }): string =>
  base64urlnopad.encode(hex.decode(file.sha256));

/** The parts of an act's words, one for each member, by their names. */
export function wordParts(body: Record<string, unknown>): ContentPart[] {
  const parts = Object.entries(body).map(([part, words]) => ({
    part,
    sha256: sha256(textOf(words)),
  }));
  return parts.sort(byPart);
}

/** What of a part is digested: strings as they are, anything else as canonical JSON. */
const textOf = (words: unknown): string => (typeof words === 'string' ? words : canonicalJson(words));

/** The texts of the parts by their names; what is not there is no part. */
export function textsOf(parts: Record<string, unknown>): Record<string, string> {
  const there = Object.entries(parts).filter(([, words]) => words !== null && words !== undefined);
  return Object.fromEntries(there.map(([part, words]) => [part, textOf(words)]));
}

const byPart = (a: ContentPart, b: ContentPart): number => (a.part < b.part ? -1 : 1);
