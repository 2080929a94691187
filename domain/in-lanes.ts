/**
 * Acts on all items in their order, on at most `atOnce` of them at one time.
 * @throws what the first `act` that failed threw; where one call cannot reach its server the others will not either
 */
export async function inLanes<T>(
  items: readonly T[],
  atOnce: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, lane));
}
