/** Keys made in advance, so that taking one costs no round trip. */
export interface KeyPool<K> {
  /** @throws what `make` throws, once the pool is empty */
  take(): Promise<K>;
  /** Those that nobody took. */
  drain(): Promise<K[]>;
}

const BATCH = 100;
/** Below so many the next batch is made while these are being taken. */
const LOW = 100;
/** Whoever asks so soon after a failure is told the same at once: they hold a connection meanwhile. */
const FAILED_FOR_MS = 1_000;

/** @param make makes keys of which each is durable before the promise resolves */
export function createKeyPool<K>(make: (count: number) => Promise<K[]>): KeyPool<K> {
  const held: K[] = [];
  let making: Promise<void> | undefined;
  let failed: { error: unknown; until: number } | undefined;

  function refill(): Promise<void> {
    if (failed !== undefined && failed.until > performance.now()) return Promise.reject(failed.error);
    making ??= make(BATCH)
      .then((keys) => void held.push(...keys))
      .catch((error) => {
        failed = { error, until: performance.now() + FAILED_FOR_MS };
        throw error;
      })
      .finally(() => {
        making = undefined;
      });
    return making;
  }

  return {
    async take() {
      for (;;) {
        const key = held.shift();
        // Why it failed is told to whoever finds the pool empty.
        if (held.length < LOW) refill().catch(() => {});
        if (key !== undefined) return key;
        await refill();
      }
    },
    async drain() {
      await making?.catch(() => {});
      return held.splice(0);
    },
  };
}
