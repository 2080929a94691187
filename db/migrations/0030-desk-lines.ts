import type { Knex } from 'knex';

/**
 * What a desk sorts, filters and counts by, of the offices within reach and of no other. The desk walks thousands of these
 * to find a page and counts up to ten thousand, from indexes alone; under the policy of `submissions`, which asks for
 * more columns than those have, each cost a look at its row. What is shown of the page is read from `submissions`, under
 * the policy. A view reads as its owner, whom no policy holds, so its own condition is the reach (decision 0051).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE VIEW desk_lines AS
      SELECT id, office, state, form, handler, received_at, registered_at, due_at FROM submissions
      WHERE office = ANY ((SELECT NULLIF(current_setting('gongmun.offices', true), '')::text[])::text[])`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP VIEW desk_lines');
}
