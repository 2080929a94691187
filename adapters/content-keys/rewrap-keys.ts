import type { KeyRows, WrappedKey } from './key-rows';
import { agreement } from './master-agreement';
import { openMasterKeys } from './master-keys';

const AT_ONCE = 1_000;

/** Wraps everything anew with the newest master. @returns how many keys, and the masters that wrap nothing any more */
export async function rewrapKeys(
  rows: KeyRows,
  mastersDir: string,
): Promise<{ rewrapped: number; retired: string[] }> {
  const masters = await openMasterKeys(mastersDir);
  await agreement(rows, masters)();
  const anew = (keys: WrappedKey[]) =>
    Promise.all(keys.map(async (key) => masters.wrap(key.id, await masters.unwrap(key))));
  let rewrapped = 0;
  for (;;) {
    const count = await rows.rewrap(masters.newest(), AT_ONCE, anew);
    if (count === 0) return { rewrapped, retired: await rows.retireMasters(masters.newest()) };
    rewrapped += count;
  }
}
