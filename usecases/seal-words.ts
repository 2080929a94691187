import { newSalt } from '../db/command-store';
import { contentDigest, sha256 } from '../domain/digest';

export interface SealedWords {
  content: { body: Record<string, string>; salt: Buffer };
  /** Of everything said, for evidence; see `contentDigest`. */
  digest: string;
  /** Of each part alone, with the same salt. */
  digests: Record<string, string>;
}

/** Words that go with an act: kept apart from it, so that evidence holds only their salted digests. */
export function sealWords(body: Record<string, string>): SealedWords {
  const salt = newSalt();
  const parts = Object.entries(body).map(([part, words]) => ({ part, sha256: sha256(words) }));
  return {
    content: { body, salt },
    digest: contentDigest({ parts }, salt),
    digests: Object.fromEntries(parts.map((part) => [part.part, contentDigest({ parts: [part] }, salt)])),
  };
}
