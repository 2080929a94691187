import { GongmunError } from '../domain/errors';

/** While one waits for the database another is worked on; a page that asks for six things has them as soon. */
const AT_ONCE = 2;
/** More than any page has under way. */
const MOST_WAITING = 100;
const RETRY_SECONDS = 5;

export interface Turns {
  /**
   * Does `work` when it is its turn among what the same client asks for.
   * @param isGone whether nobody waits for the answer any more; it is then not worked out
   * @throws GongmunError `rate.limited` (429) where too much waits already
   */
  take<T>(client: string, isGone: () => boolean, work: () => Promise<T>): Promise<T | undefined>;
}

/**
 * However much one client asks for at once, a few of it are worked on at a time and the rest waits in line: others find
 * processors and connections free. How often somebody may ask does not see to that, for it lets as much through at once as
 * was not used before.
 */
export function createTurns(): Turns {
  const lines = new Map<string, { busy: number; waiting: (() => void)[] }>();

  async function begin(client: string): Promise<void> {
    const line = lines.get(client) ?? { busy: 0, waiting: [] };
    lines.set(client, line);
    if (line.busy < AT_ONCE) {
      line.busy += 1;
      return;
    }
    if (line.waiting.length >= MOST_WAITING) throw tooMuch();
    // Whoever ends hands the turn on.
    await new Promise<void>((resolve) => line.waiting.push(resolve));
  }

  function end(client: string): void {
    const line = lines.get(client);
    if (line === undefined) return;
    const next = line.waiting.shift();
    if (next === undefined) line.busy -= 1;
    else next();
    if (line.busy === 0) lines.delete(client);
  }

  return {
    async take(client, isGone, work) {
      await begin(client);
      try {
        return isGone() ? undefined : await work();
      } finally {
        end(client);
      }
    },
  };
}

function tooMuch(): GongmunError {
  return new GongmunError(
    'too_many_requests',
    'rate.limited',
    'Too much that you asked for waits already. Wait a little.',
    { retryAfter: RETRY_SECONDS, members: { limit: 'person' } },
  );
}
