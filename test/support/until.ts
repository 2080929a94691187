import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_MS = 15;

/** Asks until the answer fits, for a bounded time; the last answer is returned either way, for the assertion. */
export async function until<T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  withinMs = 20_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer) || Date.now() > end) return answer;
    await pause(BETWEEN_MS);
  }
}
