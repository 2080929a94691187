import type { Db } from '../../db/knex';

/** Every row of every table, for the proof that nothing changed; one line each, in a fixed order. */
export async function dump(db: Db): Promise<string[]> {
  const { rows: tables } = await db.raw(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.raw('SELECT to_jsonb(t)::text AS line FROM ?? t ORDER BY 1', [name]);
    lines.push(...rows.map((row: { line: string }) => `${name} ${row.line}`));
  }
  return lines;
}
