import type { Knex } from 'knex';

/**
 * What people have written and not sent: sealed under a key of its own until it is sent, removed or has lain untouched for
 * too long; then the row waits only until its key is destroyed. Exports take drafts along.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE drafts (
      id uuid PRIMARY KEY,
      person text NOT NULL REFERENCES people,
      organisation text REFERENCES organisations,
      authorisation uuid REFERENCES authorisations,
      form text REFERENCES forms,
      form_version integer,
      copied_from uuid REFERENCES submissions,
      content_key uuid NOT NULL UNIQUE,
      sealed bytea,
      version integer NOT NULL DEFAULT 1 CHECK (version > 0),
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL,
      warn_at timestamptz NOT NULL,
      warned_at timestamptz,
      remove_at timestamptz NOT NULL,
      ended_at timestamptz,
      CHECK (form IS NOT NULL OR form_version IS NULL),
      CHECK (warn_at <= remove_at),
      CHECK ((sealed IS NULL) = (ended_at IS NOT NULL))
    );
    CREATE INDEX drafts_person ON drafts (person, changed_at DESC, id DESC) WHERE ended_at IS NULL;
    CREATE INDEX drafts_to_warn ON drafts (warn_at) WHERE ended_at IS NULL AND warned_at IS NULL;
    CREATE INDEX drafts_to_remove ON drafts (remove_at) WHERE ended_at IS NULL AND warned_at IS NOT NULL;
    CREATE INDEX drafts_ended ON drafts (ended_at) WHERE ended_at IS NOT NULL;
    ALTER TABLE files
      ADD COLUMN draft_id uuid REFERENCES drafts,
      ADD CHECK (draft_id IS NULL OR (submission_id IS NULL AND document_id IS NULL));
    CREATE INDEX files_draft ON files (draft_id) WHERE draft_id IS NOT NULL;
    ALTER TABLE export_items
      ALTER COLUMN submission_id DROP NOT NULL,
      ADD COLUMN draft_id uuid,
      ADD CONSTRAINT export_items_of_one CHECK ((submission_id IS NULL) <> (draft_id IS NULL)),
      ADD CONSTRAINT export_items_draft UNIQUE (export_id, draft_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DELETE FROM export_items WHERE draft_id IS NOT NULL;
    ALTER TABLE export_items DROP COLUMN draft_id, ALTER COLUMN submission_id SET NOT NULL;
    ALTER TABLE files DROP COLUMN draft_id;
    DROP TABLE drafts;
  `);
}
