import type { KeyRows } from './key-rows';
import type { MasterKeys } from './master-keys';

/** Keys are wrapped by a master key that this process was not given: nothing of theirs could be read. */
export class ForeignMasters extends Error {}

/**
 * That this process has every master key which the store's keys need, and its own is entered there. Asked until it was
 * answered once.
 */
export function agreement(rows: KeyRows, masters: MasterKeys): () => Promise<void> {
  let settled = false;
  return async () => {
    if (settled) return;
    const foreign = await rows.agreeOnMaster(masters.newest(), await masters.ids());
    if (foreign.length > 0)
      throw new ForeignMasters(
        `Content keys are wrapped by master keys that are not in the folder: ${foreign.join(', ')}.`,
      );
    settled = true;
  };
}
