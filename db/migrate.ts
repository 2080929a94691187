import type { Knex } from 'knex';
import { readConfig } from '../config';
import { type AppRole, applyGrants, applyKeyGrants } from './apply-grants';
import { keyMigrationSource } from './key-migrations';
import { type Db, openDatabase } from './knex';
import { migrationSource } from './migrations';

/**
 * As the owner of the tables: brings the key store and the database to their newest schemas, and gives the role of the
 * processes what they need and no more; knex's own lock keeps two of these apart.
 */
async function migrate(): Promise<void> {
  const { database, keyStore } = readConfig();
  await bringUp('the key store', keyStore.ownerUrl, keyMigrationSource, async (db) => {
    const role = roleIn(keyStore.url);
    if (!(await isCurrent(db, role))) await applyKeyGrants(db, role);
  });
  await bringUp('the database', database.ownerUrl, migrationSource, async (db) => {
    const role = roleIn(database.url);
    if (await isCurrent(db, role))
      throw new Error(
        'The schema is up to date, but DATABASE_URL names its owner: API and worker need a role of their own there, and the owner is MIGRATION_DATABASE_URL.',
      );
    await applyGrants(db, role);
    process.stdout.write(`rights of ${role.name} are set\n`);
  });
}

async function bringUp(
  what: string,
  url: string,
  migrationSource: Knex.MigrationSource<string>,
  grant: (db: Db) => Promise<void>,
): Promise<void> {
  const db = openDatabase({ url, pool: 2, statementTimeoutMs: 0 });
  try {
    const [, names] = await db.migrate.latest({ migrationSource });
    const done = names.length === 0 ? 'is up to date' : `was migrated: ${names.join(', ')}`;
    process.stdout.write(`${what} ${done}\n`);
    await grant(db);
  } finally {
    await db.destroy();
  }
}

function roleIn(url: string): AppRole {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

async function isCurrent(db: Db, role: AppRole): Promise<boolean> {
  const { rows } = await db.raw('SELECT current_user AS name');
  return rows[0].name === role.name;
}

migrate().catch((error: unknown) => {
  process.stderr.write(`Migration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
