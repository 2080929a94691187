import type { Knex } from 'knex';
import { TERMINAL } from '../../domain/submission';

/** Offices go on taking in what comes while the index is made. */
export const config = { transaction: false };

/** Of what everybody may see the map is kept up when a two-hundredth has changed or come, and what is known of values too. */
const KEPT_UP = [
  'autovacuum_vacuum_scale_factor',
  'autovacuum_vacuum_insert_scale_factor',
  'autovacuum_analyze_scale_factor',
];
const TABLES = ['submissions', 'search_terms'];

/**
 * What is open, in the order of its ids: the reconciler walks it among all that has ended. And lists are read from indexes
 * alone only while the map of what everybody may see is kept up, which by itself happens when a fifth of a table has
 * changed: a busy month of a hundred thousand on a million and a half made the desk ten times slower until then.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX IF EXISTS submissions_open');
  await knex.raw(`
    CREATE INDEX CONCURRENTLY submissions_open ON submissions (id)
      WHERE state NOT IN (${TERMINAL.map((state) => `'${state}'`).join(', ')})`);
  for (const table of TABLES)
    await knex.raw(`ALTER TABLE ${table} SET (${KEPT_UP.map((name) => `${name} = 0.005`).join(', ')})`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX submissions_open');
  for (const table of TABLES) await knex.raw(`ALTER TABLE ${table} RESET (${KEPT_UP.join(', ')})`);
}
