import { readConfig } from '../config';
import { openDatabase } from './knex';
import { migrationSource } from './migrations';

/** Brings the database to the newest schema; knex's own lock keeps two of these apart. */
async function migrate(): Promise<void> {
  const db = openDatabase(readConfig().database);
  try {
    const [, names] = await db.migrate.latest({ migrationSource });
    process.stdout.write(names.length === 0 ? 'schema is up to date\n' : `migrated: ${names.join(', ')}\n`);
  } finally {
    await db.destroy();
  }
}

migrate().catch((error: unknown) => {
  process.stderr.write(`Migration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
