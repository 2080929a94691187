/**
 * Removes one after the other; one that cannot be removed keeps no other.
 * @param what they are, in the plural
 * @throws AggregateError when the others are gone, with what kept each that could not be removed
 */
export async function removeEach(
  what: string,
  ids: readonly string[],
  remove: (id: string) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const id of ids) await remove(id).catch((error: unknown) => failures.push(error));
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} ${what} could not be removed: ${failures[0]}`);
}
