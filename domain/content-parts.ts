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
  const attached = files.map((file) => ({
    part: `file:${file.id}`,
    sha256: base64urlnopad.encode(hex.decode(file.sha256)),
  }));
  return [...texts, ...attached.sort(byPart)];
}

/** The parts of an act's words, one for each member, by their names. */
export function wordParts(body: Record<string, unknown>): ContentPart[] {
  const parts = Object.entries(body).map(([part, words]) => ({
    part,
    sha256: sha256(typeof words === 'string' ? words : canonicalJson(words)),
  }));
  return parts.sort(byPart);
}

const byPart = (a: ContentPart, b: ContentPart): number => (a.part < b.part ? -1 : 1);
