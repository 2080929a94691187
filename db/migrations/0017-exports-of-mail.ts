import type { Knex } from 'knex';

/** What a party takes along holds what it received too, and is as many zips as it needs. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE export_items
      ADD COLUMN delivery_id uuid REFERENCES deliveries,
      ADD COLUMN part integer CHECK (part > 0),
      DROP CONSTRAINT export_items_of_one,
      ADD CONSTRAINT export_items_of_one CHECK (num_nonnulls(submission_id, delivery_id, draft_id) = 1),
      ADD CONSTRAINT export_items_delivery UNIQUE (export_id, delivery_id);
    ALTER TABLE exports ADD COLUMN parts integer CHECK (parts > 0);
    UPDATE exports SET parts = 1 WHERE ready_at IS NOT NULL;
    UPDATE export_items SET part = 1 WHERE export_id IN (SELECT id FROM exports WHERE parts = 1);
    ALTER TABLE exports ADD CONSTRAINT exports_in_parts CHECK ((ready_at IS NULL) = (parts IS NULL));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DELETE FROM export_items WHERE delivery_id IS NOT NULL;
    ALTER TABLE exports DROP CONSTRAINT exports_in_parts, DROP COLUMN parts;
    ALTER TABLE export_items DROP CONSTRAINT export_items_of_one, DROP COLUMN part, DROP COLUMN delivery_id,
      ADD CONSTRAINT export_items_of_one CHECK ((submission_id IS NULL) <> (draft_id IS NULL));
  `);
}
