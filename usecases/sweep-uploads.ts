import { freeUploads, lockFreeUpload, placeOfFile, removeFile } from '../db/file-store';
import type { Deps } from './deps';
import { removeEach } from './remove-each';

const BATCH = 100;
const DAY = 86_400_000;

type SweepDeps = Pick<Deps, 'db' | 'cipher' | 'files' | 'now'> & { uploads: { keptDays: number } };

/**
 * Uploads that nothing has taken for `uploads.keptDays` go: key, bytes and row, each under its lock. Whoever takes one at the
 * same moment either has it before, and it stays, or waits and finds none. One whose key went and whose row did not is
 * found again.
 * @throws AggregateError as `removeEach`
 */
export async function sweepUploads(deps: SweepDeps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.uploads.keptDays * DAY);
  const free = await freeUploads(deps.db, before, BATCH);
  await removeEach('uploads', free, (id) => remove(deps, id, before));
}

function remove({ db, cipher, files }: SweepDeps, upload: string, before: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const file = await lockFreeUpload(tx, upload, before);
    if (file === undefined) return;
    const { id, contentKey } = file;
    if (contentKey !== null) await cipher.destroy([contentKey]);
    await files.remove(placeOfFile({ id, contentKey }).key);
    await removeFile(tx, id);
  });
}
