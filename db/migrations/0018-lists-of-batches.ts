import type { Knex } from 'knex';

/** Whoever sent batches, or acts for the organisation that did, sees them as a list. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX batches_person ON batches (person, received_at DESC, id DESC) WHERE organisation IS NULL;
    CREATE INDEX batches_organisation ON batches (organisation, received_at DESC, id DESC)
      WHERE organisation IS NOT NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX batches_person; DROP INDEX batches_organisation');
}
