import { freeUploads, placeOfFile, removeFile } from '../db/file-store';
import type { Deps } from './deps';

const BATCH = 100;
const DAY = 86_400_000;

/**
 * Uploads that nothing has taken for `uploads.keptDays` go: key, bytes and row, each under its lock. Whoever takes one at the
 * same moment either has it before, and it stays, or waits and finds none. One whose key went and whose row did not is
 * found again.
 */
export async function sweepUploads(
  deps: Pick<Deps, 'db' | 'cipher' | 'files' | 'now'> & { uploads: { keptDays: number } },
): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.uploads.keptDays * DAY);
  for (let removed = 0; removed < BATCH; removed++) {
    const gone = await deps.db.transaction(async (tx) => {
      const [file] = await freeUploads(tx, before, 1);
      if (file === undefined) return false;
      const { id, contentKey } = file;
      if (contentKey !== null) await deps.cipher.destroy([contentKey]);
      await deps.files.remove(placeOfFile({ id, contentKey }).key);
      await removeFile(tx, id);
      return true;
    });
    if (!gone) return;
  }
}
