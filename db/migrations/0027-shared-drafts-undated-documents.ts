import type { Knex } from 'knex';

/**
 * A draft may be an organisation's: its members see it, and those who submit write it. And the sweep looks again and again for
 * documents without a date of disposal, of which there are hardly ever any.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE drafts
      ADD COLUMN shared boolean NOT NULL DEFAULT false,
      ADD COLUMN changed_by text REFERENCES people,
      ADD CONSTRAINT drafts_shared_in CHECK (NOT shared OR (organisation IS NOT NULL AND authorisation IS NULL));
    CREATE INDEX drafts_shared ON drafts (organisation, changed_at DESC, id DESC) WHERE shared AND ended_at IS NULL;
    CREATE INDEX official_documents_undated ON official_documents (id)
      WHERE state = 'dispatched' AND dispose_at IS NULL AND retention ->> 'class' = 'years';
  `);
}

/** What was shared is from then on its first writer's alone. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX official_documents_undated;
    ALTER TABLE drafts DROP COLUMN shared, DROP COLUMN changed_by;
  `);
}
