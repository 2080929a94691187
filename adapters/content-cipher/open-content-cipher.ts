import { createContentKeys, type KeyRows } from '../content-keys';
import { type ContentCipher, createContentCipher } from './content-cipher';

/** The cipher of a process, on the key store's rows. @throws Error when they are wrapped by foreign master keys */
export async function openContentCipher(store: {
  rows: KeyRows;
  mastersDir: string;
}): Promise<ContentCipher> {
  return createContentCipher(await createContentKeys(store));
}
