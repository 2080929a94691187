import { mergeDurations, packDurations, percentilesOf } from '../../domain/durations';
import { random } from '../campaign/random';

const SHARES = [0, 0.1, 0.5, 0.9, 1];

/** As PostgreSQL's `percentile_cont` says it. */
function naive(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [before, after] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]] as [number, number];
  return before + (place - Math.floor(place)) * (after - before);
}

const packed = (values: number[]) => packDurations(values.map((seconds) => [seconds, 1] as const));

describe('durations', () => {
  it('have the percentiles of what has three significant digits', () => {
    const pick = random(55);
    for (let round = 0; round < 200; round += 1) {
      const values = Array.from({ length: 1 + Math.floor(pick() * 60) }, () =>
        pick() < 0.3
          ? Math.floor(pick() * 1_000)
          : Math.floor(100 + pick() * 900) * 10 ** Math.floor(pick() * 6),
      );
      const found = percentilesOf([packed(values)], SHARES);
      for (const [n, share] of SHARES.entries()) expect(found[n]).toBeCloseTo(naive(values, share), 6);
    }
  });

  it('are off by half a percent at most, and exact below a thousand seconds and in round hours', () => {
    for (const hours of [1, 5, 10, 20, 55, 100, 2000]) {
      const seconds = hours * 3_600;
      expect(percentilesOf([packed([seconds])], [0.5])).toEqual([seconds]);
    }
    const pick = random(56);
    for (let round = 0; round < 10_000; round += 1) {
      const seconds = Math.floor(10 ** (pick() * 9));
      const [kept] = percentilesOf([packed([seconds])], [0.5]) as [number];
      expect(Math.abs(kept - seconds)).toBeLessThanOrEqual(seconds < 1_000 ? 0 : seconds * 0.005);
    }
  });

  it.each([
    [9_994, 9_990],
    [9_996, 10_000],
    [99_949, 99_900],
    [99_951, 100_000],
    [0.4, 0],
    // One clock was behind the other.
    [-2, 0],
    [9_980_000_000, 9_980_000_000],
    // 3,000 years.
    [1e11, 9_990_000_000],
  ])('keeps %d s as %d s', (seconds, kept) => {
    expect(percentilesOf([packed([seconds])], [0.5])).toEqual([kept]);
  });

  it('are the same sums in whatever pieces and order they come, and as many bytes as needed', () => {
    const pick = random(57);
    const values = Array.from({ length: 5_000 }, () => Math.floor(10 ** (pick() * 7)));
    const pieces = [values.slice(0, 10), values.slice(10, 3_000), values.slice(3_000)].map(packed);
    const whole = packed(values);
    expect(mergeDurations(pieces)).toEqual(whole);
    expect(mergeDurations([...pieces].reverse())).toEqual(whole);
    expect(mergeDurations([whole])).toEqual(whole);
    expect(percentilesOf(pieces, SHARES)).toEqual(percentilesOf([whole], SHARES));
    expect(packDurations([[7, 1_530_000]])).toHaveLength(4);
    expect(percentilesOf(Array(3).fill(packDurations([[7, 2 ** 31]])), [0.9])).toEqual([7]);
  });

  it('of nothing have no percentiles, and break off nowhere', () => {
    expect(percentilesOf([], [0.5, 0.9])).toEqual([null, null]);
    expect(percentilesOf([packed([])], [0.5])).toEqual([null]);
    expect(() => percentilesOf([packed([5, 5_000_000]).subarray(0, 3)], [0.5])).toThrow(/break off/);
  });
});
