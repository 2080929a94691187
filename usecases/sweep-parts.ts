import {
  idlePartialUploads,
  listParts,
  lockPartialUpload,
  placeOfPart,
  removePartialUpload,
} from '../db/partial-upload-store';
import type { Deps } from './deps';
import { removeEach } from './remove-each';

/** How long a file that comes in parts waits for the next one. */
export const PARTS_KEPT_MS = 86_400_000;
const BATCH = 100;

type SweepDeps = Pick<Deps, 'db' | 'cipher' | 'files' | 'now'>;

/**
 * Files that came in part and no further go: key, bytes and rows, each under its lock; of those that became an upload only what
 * is left of the way. One whose key went and whose rows did not is found again.
 * @throws AggregateError as `removeEach`
 */
export async function sweepParts(deps: SweepDeps): Promise<void> {
  const before = new Date(deps.now().getTime() - PARTS_KEPT_MS);
  const idle = await idlePartialUploads(deps.db, before, BATCH);
  await removeEach('uploads in part', idle, (id) => remove(deps, id, before));
}

function remove({ db, cipher, files }: SweepDeps, id: string, before: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const upload = await lockPartialUpload(tx, id);
    if (upload === undefined || upload.movedAt >= before) return;
    const parts = await listParts(tx, id);
    await cipher.destroy([upload.contentKey]);
    for (const part of parts) await files.remove(placeOfPart(part.id, upload.contentKey).key);
    await removePartialUpload(tx, id);
  });
}
