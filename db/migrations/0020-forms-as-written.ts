import type { Knex } from 'knex';

/**
 * A form as its author wrote it, the members in their order, which `jsonb` does not keep: a table of its own, since what
 * was published is never touched. And where a form is open, while not every office takes it yet: null is everywhere.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE form_texts (
      form text,
      version integer,
      written text NOT NULL,
      PRIMARY KEY (form, version),
      FOREIGN KEY (form, version) REFERENCES form_versions (form, version)
    );
    CREATE TRIGGER form_texts_immutable BEFORE UPDATE OR DELETE ON form_texts
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    ALTER TABLE forms ADD COLUMN open_for text[] CHECK (open_for <> '{}');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE forms DROP COLUMN open_for;
    DROP TABLE form_texts;
  `);
}
