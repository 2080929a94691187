const SEGMENT = '[A-Za-z0-9][A-Za-z0-9_-]{0,127}';
const KEY = new RegExp(`^${SEGMENT}(/${SEGMENT}){0,3}(\\.[a-z0-9]{1,8})?$`);

/**
 * Keys become paths: one to four plain segments, an extension at most at the end, so none can lead out of the store.
 * @throws Error for any other key; that is a fault of ours, never of a client
 */
export function checkKey(key: string): string {
  if (!KEY.test(key)) throw new Error('This is not a key of a stored file.');
  return key;
}
