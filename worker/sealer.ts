import { retryFaulty } from '../db/log-store';
import { type SealDeps, sealRound } from './seal-round';

export interface SealerSettings {
  /** Between two looks at the queue: how long a receipt waits for its proof, at most and about. */
  everyMs: number;
  /** How many entries one transaction takes at most. */
  most: number;
}

export interface SealerDeps extends Omit<SealDeps, 'most'> {
  settings: SealerSettings;
  failed(what: string, error: unknown): void;
}

export interface Sealer {
  /** The first round runs at once. */
  start(): void;
  /** Ends after the round under way. */
  stop(): Promise<void>;
}

/** Keeps the log near the rows, beside the procedures and off their way. Any number of workers may run one. */
export function createSealer(deps: SealerDeps): Sealer {
  const { everyMs, most } = deps.settings;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<unknown> = Promise.resolve();
  let retried = false;

  async function once(): Promise<void> {
    if (!retried) await retryFaulty(deps.db);
    retried = true;
    while (!stopped && (await sealRound({ ...deps, most })) === 'more');
  }

  function next(): void {
    round = once()
      .catch((error: unknown) => deps.failed('seal', error))
      .finally(() => {
        if (!stopped) timer = setTimeout(next, everyMs);
      });
  }

  return {
    start: next,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
