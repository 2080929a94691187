import { contentOf, deleteContent } from '../db/content-destruction';
import type { Tx } from '../db/knex';
import { lockSubmission } from '../db/submission-store';
import { failpoint } from '../domain/failpoints';
import type { Deps } from './deps';
import { present } from './system-command';

/**
 * Destroys what a submission says: first its keys, then files and rows. From the first step on no copy of it can be read,
 * whatever fails later; asked for again it goes on. Register, evidence and receipts hold none of it and stay.
 *
 * It asks nobody: the disposal that calls it has found an authorised command. No activity of this name may be offered to
 * the engine, for whoever reaches that could call it.
 */
export async function destroyContent(
  deps: Pick<Deps, 'db' | 'cipher' | 'files' | 'now'>,
  submissionId: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    present(await lockSubmission(tx, submissionId));
    await destroyContentIn(tx, deps, submissionId, () => deps.now());
  });
}

/** As `destroyContent`, under a lock that the caller holds, in a transaction that says why. */
export async function destroyContentIn(
  tx: Tx,
  deps: Pick<Deps, 'cipher' | 'files'>,
  submissionId: string,
  at: () => Date,
): Promise<void> {
  const { keys, fileKeys } = await contentOf(tx, submissionId);
  await deps.cipher.destroy(keys);
  await failpoint('content.keys_destroyed');
  for (const key of fileKeys) await deps.files.remove(key);
  await deleteContent(tx, submissionId, at());
}
