import { readConfig } from '../config';
import { applyGrants } from './apply-grants';
import { openDatabase } from './knex';
import { migrationSource } from './migrations';

/**
 * As the owner of the tables: brings the database to the newest schema, and gives the role of the processes what they
 * need and no more; knex's own lock keeps two of these apart.
 */
async function migrate(): Promise<void> {
  const { database } = readConfig();
  const { username, password } = new URL(database.url);
  const role = { name: decodeURIComponent(username), password: decodeURIComponent(password) };
  const db = openDatabase({ url: database.ownerUrl, pool: database.pool });
  try {
    const [, names] = await db.migrate.latest({ migrationSource });
    process.stdout.write(names.length === 0 ? 'schema is up to date\n' : `migrated: ${names.join(', ')}\n`);
    const { rows } = await db.raw('SELECT current_user AS name');
    if (rows[0].name === role.name)
      throw new Error(
        'The schema is up to date, but DATABASE_URL names its owner: API and worker need a role of their own there, and the owner is MIGRATION_DATABASE_URL.',
      );
    await applyGrants(db, role);
    process.stdout.write(`rights of ${role.name} are set\n`);
  } finally {
    await db.destroy();
  }
}

migrate().catch((error: unknown) => {
  process.stderr.write(`Migration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
