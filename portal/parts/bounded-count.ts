/** A count that the API stopped at `upTo`: as high a one means so many or more. */
export const boundedCount = (count: number, upTo: number): string =>
  count >= upTo ? `${upTo}+` : String(count);
