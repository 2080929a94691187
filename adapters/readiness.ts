import { inTime } from './in-time';

export interface Readiness {
  /** Each part by name: `ready` or `not ready`. */
  check(): Promise<Record<string, string>>;
}

const WITHIN_MS = 3_000;

/** Asks every part at once, each for a bounded time; whoever asks meanwhile is told the same. */
export function createReadiness(parts: Record<string, () => Promise<unknown>>): Readiness {
  let asking: Promise<Record<string, string>> | undefined;
  const ask = async () => {
    const names = Object.keys(parts);
    const states = await Promise.all(names.map((name) => stateOf(parts[name])));
    return Object.fromEntries(names.map((name, index) => [name, states[index] ?? 'not ready']));
  };
  return {
    check() {
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
  };
}

const stateOf = (ask: (() => Promise<unknown>) | undefined): Promise<string> =>
  inTime(WITHIN_MS, Promise.resolve().then(ask)).then(
    () => 'ready',
    () => 'not ready',
  );
