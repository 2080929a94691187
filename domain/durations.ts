/**
 * How often each of many durations came, few bytes for thousands of them. Seconds are kept to three significant digits: every
 * one up to 1,000, every tenth up to 10,000, and so on, off by half a percent at most. Pairs of numbers in LEB128: how many
 * steps further than the last one, and how often.
 */
export type Durations = Uint8Array;

/** How often: indexed by step. */
type Tally = Float64Array;

const EXACT = 1_000;
const STEPS_OF_A_DECADE = 900;
const DECADES = 7;
const STEPS = EXACT + DECADES * STEPS_OF_A_DECADE;

/** Clocks of two machines may differ, so that something ends a little before it began: that took no time. */
function stepOf(seconds: number): number {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < EXACT) return whole;
  for (let decade = 0, width = 10; decade < DECADES; decade += 1, width *= 10) {
    const digits = Math.round(whole / width);
    if (digits < EXACT) return EXACT + decade * STEPS_OF_A_DECADE + digits - 100;
  }
  return STEPS - 1;
}

function secondsOf(step: number): number {
  if (step < EXACT) return step;
  const decade = Math.floor((step - EXACT) / STEPS_OF_A_DECADE);
  return (100 + ((step - EXACT) % STEPS_OF_A_DECADE)) * 10 ** (decade + 1);
}

export const packDurations = (all: Iterable<readonly [seconds: number, count: number]>): Durations =>
  tallied((tally) => {
    for (const [seconds, count] of all) add(tally, stepOf(seconds), count);
  }, packed);

export const mergeDurations = (all: Iterable<Durations>): Durations =>
  tallied((tally) => unpack(all, tally), packed);

/**
 * As PostgreSQL's `percentile_cont`: at `share * (n - 1)` of the sorted durations, between two of them in proportion.
 * @param shares 0 to 1, ascending
 * @returns seconds; null of nothing
 */
export const percentilesOf = (all: Iterable<Durations>, shares: readonly number[]): (number | null)[] =>
  tallied(
    (tally) => unpack(all, tally),
    (tally) => percentilesIn(tally, shares),
  );

function percentilesIn(tally: Tally, shares: readonly number[]): (number | null)[] {
  const total = tally.reduce((sum, count) => sum + count, 0);
  if (total === 0) return shares.map(() => null);
  let step = 0;
  let upTo = tally[0] ?? 0;
  /** The duration at a place counted from 0; places are asked for in ascending order. */
  const at = (place: number): number => {
    while (upTo <= place) {
      step += 1;
      upTo += tally[step] ?? 0;
    }
    return secondsOf(step);
  };
  return shares.map((share) => {
    const place = share * (total - 1);
    const before = at(Math.floor(place));
    // The one after may lie beyond what the next share begins with.
    const [keptStep, keptUpTo] = [step, upTo];
    const after = at(Math.ceil(place));
    [step, upTo] = [keptStep, keptUpTo];
    return before + (place - Math.floor(place)) * (after - before);
  });
}

/** Made once: to make one for each of thousands of cells takes ten times as long as to use it. */
const TALLY: Tally = new Float64Array(STEPS);

function tallied<T>(fill: (tally: Tally) => void, read: (tally: Tally) => T): T {
  try {
    fill(TALLY);
    return read(TALLY);
  } finally {
    TALLY.fill(0);
  }
}

function add(tally: Tally, step: number, count: number): void {
  tally[step] = (tally[step] ?? 0) + count;
}

function packed(tally: Tally): Durations {
  const bytes: number[] = [];
  let last = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const count = tally[step] ?? 0;
    if (count === 0) continue;
    writeNumber(bytes, step - last);
    writeNumber(bytes, count);
    last = step;
  }
  return Uint8Array.from(bytes);
}

function unpack(all: Iterable<Durations>, tally: Tally): void {
  for (const durations of all) {
    let at = 0;
    const number = (): number => {
      for (let value = 0, unit = 1; ; unit *= 0x80) {
        const byte = durations[at];
        if (byte === undefined) throw new Error('Durations break off in the middle of a number.');
        at += 1;
        value += (byte & 0x7f) * unit;
        if (byte < 0x80) return value;
      }
    };
    for (let step = 0; at < durations.length; ) {
      step += number();
      add(tally, step, number());
    }
  }
}

function writeNumber(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
}
