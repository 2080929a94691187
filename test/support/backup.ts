import type { Db } from '../../db/knex';

/** Every table's rows as JSON, as a logical backup has them. */
export type Backup = Map<string, string[]>;

export async function takeBackup(db: Db): Promise<Backup> {
  const tables: string[] = await db('information_schema.tables')
    .where({ table_schema: 'public', table_type: 'BASE TABLE' })
    .pluck('table_name');
  const backup: Backup = new Map();
  for (const table of tables) {
    const { rows } = await db.raw('SELECT to_jsonb(t)::text AS line FROM ?? t', [table]);
    backup.set(
      table,
      rows.map(({ line }: { line: string }) => line),
    );
  }
  return backup;
}

/** Puts the rows into a database of the same schema, whatever was in it. */
export async function restoreBackup(db: Db, backup: Backup): Promise<void> {
  await db.transaction(async (tx) => {
    // As pg_restore does: no trigger and no foreign key asks while rows come in.
    await tx.raw('SET LOCAL session_replication_role = replica');
    for (const [table, lines] of backup) {
      await tx.raw('DELETE FROM ??', [table]);
      await tx.raw(
        'INSERT INTO ?? OVERRIDING SYSTEM VALUE SELECT r.* FROM unnest(?::text[]) AS line, jsonb_populate_record(NULL::??, line::jsonb) AS r',
        [table, lines, table],
      );
    }
  });
}
