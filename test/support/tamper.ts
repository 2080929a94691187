import type { Knex } from 'knex';
import type { Db } from '../../db/knex';

/** What the database's owner can do: no trigger and no foreign key stops it. */
export function tamper<T>(db: Db, change: (tx: Knex.Transaction) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.raw('SET LOCAL session_replication_role = replica');
    return change(tx);
  });
}
