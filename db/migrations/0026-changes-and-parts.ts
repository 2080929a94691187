import type { Knex } from 'knex';

/**
 * Two things that a page in a browser needs of us. Whoever follows a submission, a desk or a mailbox is told that it changed, and no more than that: the names of what
 * changed, heard by the one listening connection of each API process (db/settled-listener.ts). The database names each once
 * in a transaction, however many rows were written. And a file may come piece by piece, so that a broken connection loses
 * none of it (decision 0053).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE FUNCTION tell_submission_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('gongmun_changed', 'submission ' || NEW.id);
        PERFORM pg_notify('gongmun_changed', 'desk ' || office)
          FROM unnest(ARRAY[OLD.office, NEW.office]) AS office WHERE office IS NOT NULL;
        RETURN NULL;
      END $$;
    CREATE TRIGGER submissions_changed AFTER UPDATE ON submissions FOR EACH ROW
      WHEN ((OLD.last_seq, OLD.evidence_count) IS DISTINCT FROM (NEW.last_seq, NEW.evidence_count))
      EXECUTE FUNCTION tell_submission_changed();

    CREATE FUNCTION tell_mailbox_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('gongmun_changed', 'mailbox ' || NEW.box);
        RETURN NULL;
      END $$;
    CREATE TRIGGER deliveries_changed AFTER UPDATE ON deliveries FOR EACH ROW
      WHEN (NEW.box IS NOT NULL AND NEW.consigned_at IS NOT NULL)
      EXECUTE FUNCTION tell_mailbox_changed();

    CREATE TABLE partial_uploads (
      id uuid PRIMARY KEY,
      owner text NOT NULL,
      bytes integer NOT NULL CHECK (bytes > 0),
      received integer NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND bytes),
      parts integer NOT NULL DEFAULT 0,
      moved_at timestamptz NOT NULL,
      file_id uuid,
      content_key uuid NOT NULL,
      sealed bytea NOT NULL,
      CHECK (file_id IS NULL OR received = bytes)
    );
    CREATE INDEX partial_uploads_idle ON partial_uploads (moved_at);
    CREATE INDEX partial_uploads_unfinished ON partial_uploads (owner) WHERE file_id IS NULL;
    CREATE TABLE upload_parts (
      id uuid PRIMARY KEY,
      upload_id uuid NOT NULL REFERENCES partial_uploads,
      begins integer NOT NULL,
      bytes integer NOT NULL CHECK (bytes > 0),
      sha256 text NOT NULL,
      UNIQUE (upload_id, begins)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE upload_parts;
    DROP TABLE partial_uploads;
    DROP TRIGGER deliveries_changed ON deliveries;
    DROP TRIGGER submissions_changed ON submissions;
    DROP FUNCTION tell_mailbox_changed();
    DROP FUNCTION tell_submission_changed();
  `);
}
