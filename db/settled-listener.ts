import { Client } from 'pg';

/** Whoever follows something: told when it changed or may have, and when there is nothing more to hear. */
export interface Watcher {
  wake(): void;
  end(): void;
}

export interface SettledListener {
  /** Resolves when the command is carried out, or after `ms`; whoever waits reads the rows afterwards. */
  wait(submissionId: string, seq: number, ms: number): Promise<void>;
  /**
   * @param topics what is followed, as the database names it: `submission <id>`, `desk <office>`, `mailbox <box>`
   * @returns how to follow it no longer
   */
  watch(topics: readonly string[], watcher: Watcher): () => void;
  /**
   * Ends every wait and whatever is followed, those to come included: the process is about to stop, and whoever waits is
   * told what is so far.
   */
  release(): void;
  stop(): Promise<void>;
}

/**
 * One connection per API process that hears of every command carried out (`Prefer: wait`, RFC 7240) and of everything that
 * changed, for however many who wait or follow. When it breaks, waiting lasts its full time and the reading at the end still
 * tells the truth; the connection is tried again, and whoever follows something looks once it is back.
 */
export async function listenForSettled(
  url: string,
  failed: (error: unknown) => void,
): Promise<SettledListener> {
  const waiting = new Map<string, Set<() => void>>();
  const watching = new Map<string, Set<Watcher>>();
  let client: Client | undefined;
  let stopped = false;
  let released = false;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new Client({ connectionString: url, application_name: 'gongmun-listener', keepAlive: true });
    let lost = false;
    const lose = (error?: unknown) => {
      if (lost || stopped) return;
      lost = true;
      if (error !== undefined) failed(error);
      retry = setTimeout(() => void connect(), RETRY_MS);
    };
    next.on('error', lose);
    next.on('end', () => lose());
    next.on('notification', ({ channel, payload = '' }) => {
      if (channel === CHANGED) for (const watcher of following(payload.split('\n'))) watcher.wake();
      else for (const wake of waiting.get(payload) ?? []) wake();
    });
    try {
      await next.connect();
      await next.query(`LISTEN gongmun_settled; LISTEN ${CHANGED}`);
      client = next;
      for (const watcher of following([...watching.keys()])) watcher.wake();
    } catch (error) {
      lose(error);
    }
  }

  /** Each once, however many of the topics it follows. */
  const following = (topics: readonly string[]) =>
    new Set(topics.flatMap((topic) => [...(watching.get(topic) ?? [])]));

  await connect();
  return {
    wait(submissionId, seq, ms) {
      if (released) return Promise.resolve();
      const key = `${submissionId} ${seq}`;
      return new Promise((resolve) => {
        const mine = waiting.get(key) ?? new Set();
        const done = () => {
          clearTimeout(timer);
          mine.delete(done);
          if (mine.size === 0) waiting.delete(key);
          resolve();
        };
        const timer = setTimeout(done, ms);
        mine.add(done);
        waiting.set(key, mine);
      });
    },
    watch(topics, watcher) {
      for (const topic of topics) {
        const watchers = watching.get(topic) ?? new Set();
        watching.set(topic, watchers.add(watcher));
      }
      // Not before whoever calls knows how to leave.
      if (released) queueMicrotask(() => watcher.end());
      return () => {
        for (const topic of topics) {
          const watchers = watching.get(topic);
          watchers?.delete(watcher);
          if (watchers?.size === 0) watching.delete(topic);
        }
      };
    },
    release() {
      released = true;
      for (const watcher of following([...watching.keys()])) watcher.end();
      for (const wakes of [...waiting.values()]) for (const wake of [...wakes]) wake();
    },
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}

const CHANGED = 'gongmun_changed';
const RETRY_MS = 1_000;
