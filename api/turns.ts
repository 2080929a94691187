import type { GongmunError } from '../domain/errors';

export interface TurnSettings {
  /** Worked on at a time, of each line. */
  atOnce: number;
  /** While more than these wait in a line, one of it is worked on at a time. */
  crowd?: number;
  mostWaiting: number;
  /** Whoever waits longer is refused; without it they wait until it is their turn. */
  longestWaitMs?: number;
  /** What takes longer goes on, and holds up the next no further: it may wait for a part that is away. */
  holdsUpMs: number;
  refusal(): GongmunError;
}

export interface Turns {
  /** Whether whoever comes now is refused. */
  isFull(line: string): boolean;
  /**
   * Does `work` when it is its turn in this line; `leave` hands the turn on before its end.
   * @param isGone whether nobody waits for the answer any more; it is then not worked out
   * @throws GongmunError the settings' refusal, where too much waits already or it waited too long
   */
  take<T>(
    line: string,
    isGone: () => boolean,
    work: (leave: () => void) => Promise<T>,
  ): Promise<T | undefined>;
}

interface Line {
  busy: number;
  /** In the order in which they came. */
  waiting: Set<() => void>;
}

/** Lines in which a few are worked on at a time and the rest wait, in order and in bounded number. */
export function createTurns(settings: TurnSettings): Turns {
  const lines = new Map<string, Line>();

  const widthOf = ({ waiting }: Line) =>
    waiting.size > (settings.crowd ?? Number.POSITIVE_INFINITY) ? 1 : settings.atOnce;
  const isFull = (name: string) => (lines.get(name)?.waiting.size ?? 0) >= settings.mostWaiting;

  /** @returns how to end it; only the first call does */
  async function begin(name: string): Promise<() => void> {
    const line = lines.get(name) ?? { busy: 0, waiting: new Set() };
    lines.set(name, line);
    if (line.busy < settings.atOnce && line.waiting.size === 0) line.busy += 1;
    else if (isFull(name)) throw settings.refusal();
    // Whoever ends hands the turn on.
    else await turnIn(line, settings);
    const end = once(() => {
      line.busy -= 1;
      for (const next of line.waiting) {
        if (line.busy >= widthOf(line)) break;
        line.busy += 1;
        next();
      }
      if (line.busy === 0) lines.delete(name);
    });
    const held = setTimeout(end, settings.holdsUpMs).unref();
    return () => {
      clearTimeout(held);
      end();
    };
  }

  return {
    isFull,
    async take(name, isGone, work) {
      const end = await begin(name);
      try {
        return isGone() ? undefined : await work(end);
      } finally {
        end();
      }
    },
  };
}

function turnIn({ waiting }: Line, { longestWaitMs, refusal }: TurnSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => {
      waiting.delete(begin);
      reject(refusal());
    };
    const waited = longestWaitMs === undefined ? undefined : setTimeout(late, longestWaitMs).unref();
    const begin = () => {
      clearTimeout(waited);
      waiting.delete(begin);
      resolve();
    };
    waiting.add(begin);
  });
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
