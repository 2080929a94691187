import type { Knex } from 'knex';
import { readConfig } from '../config';
import { keyMigrationSource } from './key-migrations';
import { openDatabase } from './knex';
import { migrationSource } from './migrations';

/** Brings the database and the key store to their newest schemas; knex's own lock keeps two of these apart. */
async function migrate(): Promise<void> {
  const { database, keyStore } = readConfig();
  await bringUp('the key store', keyStore.url, keyMigrationSource);
  await bringUp('the database', database.url, migrationSource);
}

async function bringUp(
  what: string,
  url: string,
  migrationSource: Knex.MigrationSource<string>,
): Promise<void> {
  const db = openDatabase({ url, pool: 2 });
  try {
    const [, names] = await db.migrate.latest({ migrationSource });
    const done = names.length === 0 ? 'is up to date' : `was migrated: ${names.join(', ')}`;
    process.stdout.write(`${what} ${done}\n`);
  } finally {
    await db.destroy();
  }
}

migrate().catch((error: unknown) => {
  process.stderr.write(`Migration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
