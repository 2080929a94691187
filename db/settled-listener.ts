import { Client } from 'pg';

export interface SettledListener {
  /** Resolves when the command is carried out, or after `ms`; whoever waits reads the rows afterwards. */
  wait(submissionId: string, seq: number, ms: number): Promise<void>;
  /** Ends every wait, those to come included: the process is about to stop, and whoever waits is told what is so far. */
  release(): void;
  stop(): Promise<void>;
}

/**
 * One connection per API process that hears of every command carried out (`Prefer: wait`, RFC 7240). When it breaks,
 * waiting lasts its full time and the reading at the end still tells the truth; the connection is tried again.
 */
export async function listenForSettled(
  url: string,
  failed: (error: unknown) => void,
): Promise<SettledListener> {
  const waiting = new Map<string, Set<() => void>>();
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
    next.on('notification', ({ payload }) => {
      for (const wake of waiting.get(payload ?? '') ?? []) wake();
    });
    try {
      await next.connect();
      await next.query('LISTEN gongmun_settled');
      client = next;
    } catch (error) {
      lose(error);
    }
  }

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
    release() {
      released = true;
      for (const wakes of [...waiting.values()]) for (const wake of [...wakes]) wake();
    },
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}

const RETRY_MS = 1_000;
