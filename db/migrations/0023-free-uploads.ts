import type { Knex } from 'knex';

/**
 * Since when nothing has taken an upload: what lies free for too long is removed. Where the column says nothing it counts from
 * the upload, also of what an older process adds.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE files ADD COLUMN free_since timestamptz;
    CREATE INDEX files_free ON files ((COALESCE(free_since, uploaded_at)))
      WHERE submission_id IS NULL AND document_id IS NULL AND draft_id IS NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX files_free; ALTER TABLE files DROP COLUMN free_since');
}
