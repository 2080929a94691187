import { createHash } from 'node:crypto';
import type { SigningKey } from '../keys/signing-key';
import { OPEN_RANGE, SEAL_ROOM } from '../pdf/signature-field';
import { signCms } from './cms';

const CONTENTS = Buffer.from(`/Contents <${'0'.repeat(SEAL_ROOM * 2)}>`);

/**
 * Seals a page of `adapters/pdf` over its whole length: no byte of the file is outside the signature but the signature.
 * @throws GongmunError `evidence.signing_unavailable` (503)
 */
export async function sealPdf(page: Buffer, key: SigningKey): Promise<Buffer> {
  const contents = placeOf(page, CONTENTS);
  const [from, to] = [contents + '/Contents '.length, contents + CONTENTS.length];
  const range = Buffer.from(`/ByteRange [0 ${from} ${to} ${page.length - to}]`.padEnd(OPEN_RANGE.length));
  const sealed = Buffer.from(page);
  range.copy(sealed, placeOf(page, Buffer.from(OPEN_RANGE)));
  const digest = createHash('sha256').update(sealed.subarray(0, from)).update(sealed.subarray(to)).digest();
  const signature = await signCms(digest, key);
  if (signature.length > SEAL_ROOM) throw new Error('The certificates of the seal are too long for a page.');
  sealed.write(signature.toString('hex'), from + 1, 'latin1');
  return sealed;
}

/** @throws Error unless it is there exactly once: a second one could be taken for it by a reader */
function placeOf(page: Buffer, text: Buffer): number {
  const at = page.indexOf(text);
  if (at === -1 || page.indexOf(text, at + 1) !== -1)
    throw new Error('The page has not one place for a seal.');
  return at;
}
