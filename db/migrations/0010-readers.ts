import type { Knex } from 'knex';

/**
 * For which office somebody read, and which offices let a party know who it was: only of what is read from then on, for
 * nobody is named who read when the office did not name.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE audit_entries ADD COLUMN office text;
    ALTER TABLE offices
      ADD COLUMN names_readers boolean NOT NULL DEFAULT false,
      ADD COLUMN names_readers_since timestamptz,
      ADD CHECK (names_readers = (names_readers_since IS NOT NULL));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE offices DROP COLUMN names_readers, DROP COLUMN names_readers_since;
    ALTER TABLE audit_entries DROP COLUMN office;
  `);
}
