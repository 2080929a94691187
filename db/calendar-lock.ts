import type { Db } from './knex';

/** Apart from the hashed keys of other advisory locks, which are one number. */
const CALENDAR = '7, 0';

/**
 * An item of a FROM clause: the transaction counts by the calendar as it is. It is taken in a statement before the calendar
 * is read, for a statement sees what was there when it began, however long it waited.
 */
export const COUNTS_BY_CALENDAR = `pg_advisory_xact_lock_shared(${CALENDAR})`;

/**
 * Waits until whoever may have read the calendar as it was before is at its end; who begins to count meanwhile reads it as it
 * is now. The others wait behind, so it gives up soon.
 * @throws Error when a transaction lasts too long
 */
export async function outwaitCounting(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.raw("SET LOCAL lock_timeout = '1s'");
    await tx.raw(`SELECT pg_advisory_xact_lock(${CALENDAR})`);
  });
}
