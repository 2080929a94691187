import { GongmunError } from '../domain/errors';

/** While one waits for the database another is worked on; a page that asks for six things has them as soon. */
const AT_ONCE = 2;
/** More than any page has under way. */
const MOST_WAITING = 100;
/** What takes longer goes on, and holds up the next no further: it may wait for a part that is away. */
const HOLDS_UP_MS = 5_000;
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
export function createTurns(holdsUpMs = HOLDS_UP_MS): Turns {
  const lines = new Map<string, { busy: number; waiting: (() => void)[] }>();

  /** @returns how to end it; only the first call does */
  async function begin(client: string): Promise<() => void> {
    const line = lines.get(client) ?? { busy: 0, waiting: [] };
    lines.set(client, line);
    if (line.busy < AT_ONCE) line.busy += 1;
    else if (line.waiting.length >= MOST_WAITING) throw tooMuch();
    // Whoever ends hands the turn on.
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    const end = once(() => {
      const next = line.waiting.shift();
      if (next === undefined) line.busy -= 1;
      else next();
      if (line.busy === 0) lines.delete(client);
    });
    const held = setTimeout(end, holdsUpMs).unref();
    return () => {
      clearTimeout(held);
      end();
    };
  }

  return {
    async take(client, isGone, work) {
      const end = await begin(client);
      try {
        return isGone() ? undefined : await work();
      } finally {
        end();
      }
    },
  };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
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
