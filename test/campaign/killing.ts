import { setTimeout as pause } from 'node:timers/promises';
import type { Installation } from './installation';
import { pickWeighted } from './random';

/** How often each kind of process is killed. */
const WEIGHTS: readonly (readonly [number, keyof Installation['parts']])[] = [
  [3, 'api'],
  [3, 'worker'],
  [1.5, 'temporal'],
  [1.5, 'postgres'],
  [1, 'mail'],
];

/**
 * Kills one process after another, each chosen at random among those that serve, and has it started again.
 * @returns how often each was killed, when all serve again
 */
export async function killNowAndThen(
  { parts }: Installation,
  { everyMs, ms, pick }: { everyMs: number; ms: number; pick: () => number },
): Promise<Record<string, number>> {
  const kills: Record<string, number> = {};
  const restarts: Promise<void>[] = [];
  const end = Date.now() + ms;
  while (Date.now() < end) {
    await pause(everyMs * (0.5 + pick()));
    const up = parts[pickWeighted(pick, WEIGHTS)].filter((part) => part.isUp());
    const part = up[Math.floor(pick() * up.length)];
    if (part === undefined) continue;
    kills[part.name] = (kills[part.name] ?? 0) + 1;
    restarts.push(part.kill());
  }
  await Promise.all(restarts);
  return kills;
}
