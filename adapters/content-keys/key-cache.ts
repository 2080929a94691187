/** How long a destroyed key may still be in the memory of another process. */
export const REMEMBERED_MS = 5_000;
const MOST = 2_000;

/** Secrets that were just used: one request asks for the same key several times, and acts come in rows. */
export interface KeyCache {
  get(id: string): Buffer | undefined;
  set(id: string, secret: Buffer): void;
  forget(id: string): void;
}

/** @param clock milliseconds of a clock that only goes forward */
export function createKeyCache(clock: () => number = () => performance.now()): KeyCache {
  const known = new Map<string, { secret: Buffer; until: number }>();
  return {
    get(id) {
      const found = known.get(id);
      if (found === undefined || found.until > clock()) return found?.secret;
      known.delete(id);
      return undefined;
    },
    set(id, secret) {
      known.delete(id);
      known.set(id, { secret, until: clock() + REMEMBERED_MS });
      // A map keeps the order of insertion: the first is the oldest.
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    },
    forget: (id) => void known.delete(id),
  };
}
