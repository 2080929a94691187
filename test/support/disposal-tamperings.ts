import type { Knex } from 'knex';
import type { Db } from '../../db/knex';
import { tamper } from './tamper';

/** A change that somebody with the database makes, of a record that was destroyed or of one that is held, and what is said of it. */
export type Tampering = [
  name: string,
  of: 'done' | 'kept',
  change: (tx: Knex.Transaction, id: string) => unknown,
  said: RegExp,
];

/** Those that are the same of a submission and of what an office sent. */
export function disposalTamperings(record: {
  table: string;
  contents: string;
  /** The column of `contents` that names the record. */
  owner: string;
}): Tampering[] {
  const { table, contents, owner } = record;
  const update = (columns: object) => (tx: Knex.Transaction, id: string) =>
    tx(table).where({ id }).update(columns);
  return [
    [
      'content that is gone without a disposal',
      'kept',
      (tx, id) =>
        tx(contents)
          .where({ [owner]: id })
          .delete(),
      /is missing/,
    ],
    [
      'a hold that was taken off the row',
      'kept',
      update({ holds: [] }),
      /has holds \[\] where the evidence leads to/,
    ],
    [
      'a retention that was shortened',
      'kept',
      update({ dispose_at: new Date(0) }),
      /has dispose_at 1970-01-01T00:00:00.000Z where the evidence leads to/,
    ],
    [
      'a disposal that was moved on',
      'kept',
      update({ disposal: 'approved' }),
      /has disposal "approved" where the evidence leads to "due"/,
    ],
  ];
}

/** Copies of tables as they are, to which they can be brought back as often as is needed. */
export async function keepTables(db: Db, tables: readonly string[]): Promise<{ restore(): Promise<void> }> {
  await db.raw('CREATE SCHEMA kept');
  for (const table of tables) await db.raw('CREATE TABLE kept.?? AS TABLE ??', [table, table]);
  return {
    restore: () =>
      tamper(db, async (tx) => {
        for (const table of tables) await tx(table).delete();
        for (const table of tables) await tx.raw('INSERT INTO ?? SELECT * FROM kept.??', [table, table]);
      }),
  };
}
