import { base64urlnopad } from '@scure/base';
import { documentParts } from './content-parts';
import { contentDigest, sha256 } from './digest';

/**
 * The content digest of an official document's attachments alone, as the receipt of each delivery names it, and the salt that opens
 * it. That follows from the document's salt and does not lead back to it: with the document's one recipient could
 * guess who the others are (decision 0035).
 */
export function attachmentsDigest(
  files: readonly { id: string; sha256: string }[],
  documentSalt: string,
): { digest: string; salt: string } {
  const salt = sha256(`attachments\n${documentSalt}`);
  return { digest: contentDigest({ parts: documentParts({}, files) }, base64urlnopad.decode(salt)), salt };
}
