/** Mulberry32: the same choices for the same seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of them, each as often as its weight says. */
export function pickWeighted<T>(pick: () => number, among: readonly (readonly [weight: number, T])[]): T {
  const sum = among.reduce((total, [weight]) => total + weight, 0);
  let left = pick() * sum;
  for (const [weight, value] of among) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = among.at(-1);
  if (last === undefined) throw new Error('There is nothing to choose from.');
  return last[1];
}
