import type { Knex } from 'knex';

const contentKeys: Knex.Migration = {
  /** A content key's row is all there is of it: deleting the row destroys what the key opens. */
  async up(knex) {
    await knex.raw(`
      CREATE TABLE master_keys (
        id text PRIMARY KEY
      );
      CREATE TABLE content_keys (
        id uuid PRIMARY KEY,
        wrapped bytea NOT NULL,
        master text NOT NULL REFERENCES master_keys
      );
      CREATE INDEX content_keys_master ON content_keys (master);
    `);
  },
  async down(knex) {
    await knex.raw('DROP TABLE content_keys; DROP TABLE master_keys');
  },
};

const MIGRATIONS: Record<string, Knex.Migration> = { '0001-content-keys': contentKeys };

/** The schema of the key store, which is a database of its own. */
export const keyMigrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(MIGRATIONS),
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const migration = MIGRATIONS[name];
    if (migration === undefined) throw new Error(`No migration of the key store is called ${name}.`);
    return migration;
  },
};
