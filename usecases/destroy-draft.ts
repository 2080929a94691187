import { contentOfEnded, deleteEnded } from '../db/draft-store';
import { failpoint } from '../domain/failpoints';
import type { Deps } from './deps';

/**
 * Destroys the keys of a draft that has ended and of the uploads that still wait in it, then what they opened. Whatever dies
 * in between, asked for again it goes on.
 * @throws GongmunError `keys.unavailable`, `files.unavailable`
 */
export async function destroyDraft(deps: Pick<Deps, 'db' | 'cipher' | 'files'>, id: string): Promise<void> {
  const { keys, fileKeys } = await contentOfEnded(deps.db, id);
  if (keys.length === 0) return;
  await deps.cipher.destroy(keys);
  await failpoint('draft.keys_destroyed');
  for (const key of fileKeys) await deps.files.remove(key);
  await deleteEnded(deps.db, id);
}
