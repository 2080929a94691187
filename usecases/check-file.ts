import type { FilePlace } from '../adapters/files';
import { GongmunError } from '../domain/errors';
import { FILE_FAULTS } from '../domain/file-fault';
import type { Deps } from './deps';

/**
 * Has what lies in the store looked into, and shown to the scanner where its structure is sound.
 * @throws GongmunError `file.broken` and the other codes of `domain/file-fault.ts` (400), `file.check_busy` and
 *   `file.check_unavailable` (503)
 */
export async function requireSoundFile(
  deps: Pick<Deps, 'files' | 'fileChecker'>,
  place: FilePlace,
  file: { mediaType: string; bytes: number; sha256: string },
): Promise<void> {
  const { mediaType, bytes, sha256 } = file;
  const fault = await deps.fileChecker.check(() => deps.files.get(place, sha256), { mediaType, bytes });
  if (fault !== null) throw new GongmunError('bad_request', fault, FILE_FAULTS[fault]);
}
