/** Carries on in the background what `encryptContent` does, until it was done once; see decision 0030. */
export interface ContentSweep {
  start(): void;
  /** Ends after the batch under way. */
  stop(): Promise<void>;
}

const AGAIN_AFTER_MS = 60_000;

export function createContentSweep(deps: {
  encrypt(stopped: () => boolean): Promise<unknown>;
  failed(what: string, error: unknown): void;
}): ContentSweep {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  function start(): void {
    if (stopped) return;
    running = deps
      .encrypt(() => stopped)
      .then(
        () => {},
        (error: unknown) => {
          deps.failed('plain content', error);
          if (!stopped) timer = setTimeout(start, AGAIN_AFTER_MS);
        },
      );
  }

  return {
    start,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
