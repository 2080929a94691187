import { type CommandFacts, newSalt } from '../db/command-store';
import { wordParts } from '../domain/content-parts';
import { contentDigest } from '../domain/digest';

export interface SealedWords {
  content: { body: Record<string, unknown>; salt: Buffer };
  /** Of everything said, for evidence; see `contentDigest`. */
  digest: string;
  /** Of each part alone, with the same salt. */
  digests: Record<string, string>;
}

/** Words that go with an act: kept apart from it, so that evidence holds only their salted digests. */
export function sealWords(body: Record<string, unknown>): SealedWords {
  const salt = newSalt();
  const parts = wordParts(body);
  return {
    content: { body, salt },
    digest: contentDigest({ parts }, salt),
    digests: Object.fromEntries(parts.map((part) => [part.part, contentDigest({ parts: [part] }, salt)])),
  };
}

/** What a command carries that says why: the reason as a code, the words (`words`) and all else as salted digests. */
export function sealReason(
  code: string,
  body: { words: string } & Record<string, unknown>,
): { facts: CommandFacts; content: SealedWords['content'] } {
  const { content, digest, digests } = sealWords(body);
  return { facts: { reason: code, reasonText: digests.words ?? null, content: digest }, content };
}

/** Why, as evidence says it where the words go with an official document's act: the code, and a digest of the words. */
export function reasonOf(code: string, words: string): { code: string; text?: string } {
  const { words: text } = sealWords({ words }).digests;
  return { code, ...(text === undefined ? {} : { text }) };
}
