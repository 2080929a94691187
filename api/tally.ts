/** A sum for each name; those that came back to nothing are forgotten. */
export function createTally() {
  const sums = new Map<string, number>();
  return {
    of: (name: string): number => sums.get(name) ?? 0,
    /** @returns the sum with it */
    add(name: string, amount: number): number {
      const sum = (sums.get(name) ?? 0) + amount;
      if (sum === 0) sums.delete(name);
      else sums.set(name, sum);
      return sum;
    },
  };
}
