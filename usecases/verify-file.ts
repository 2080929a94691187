import type { Readable } from 'node:stream';
import type { CheckedFile } from '../adapters/verifier';
import type { Deps } from './deps';

/**
 * Is this receipt, PDF or bundle genuine by the keys published here? For whoever cannot run the verifier; who must not
 * trust us runs it.
 * @throws GongmunError as `Verifier.check`
 */
export async function verifyFile(
  { verifier, signer }: Pick<Deps, 'verifier' | 'signer'>,
  source: Readable,
): Promise<CheckedFile> {
  return verifier.check(source, { keys: await signer.publicKeys() });
}
