import type { Knex } from 'knex';
import { CHANNELS } from '../../domain/channel';

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/**
 * What comes over the counter: by which way, from whom, and what it may be a second copy of. The index finds a file that
 * came before; files that are uploaded and not sent are not in it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE submissions ADD COLUMN channel text NOT NULL DEFAULT 'online' CHECK (channel IN (${quoted(CHANNELS)}));

    CREATE TABLE counter_senders (
      submission_id uuid PRIMARY KEY REFERENCES submissions,
      address text,
      organisation text
    );

    CREATE TABLE submission_links (
      id uuid PRIMARY KEY,
      submission_id uuid NOT NULL REFERENCES submissions,
      other_id uuid NOT NULL REFERENCES submissions,
      kind text NOT NULL CHECK (kind IN ('suspected_duplicate', 'duplicate_of', 'related')),
      reasons text[] NOT NULL DEFAULT '{}',
      linked_by text NOT NULL,
      linked_at timestamptz NOT NULL,
      UNIQUE (submission_id, other_id, kind),
      CHECK (submission_id <> other_id)
    );
    CREATE INDEX submission_links_other ON submission_links (other_id);
    CREATE INDEX files_sha256 ON files (sha256) WHERE submission_id IS NOT NULL;

    ALTER TABLE notices DROP CONSTRAINT notices_status_check,
      ADD CONSTRAINT notices_status_check
        CHECK (status IN ('written', 'started', 'deferred', 'sent', 'refused', 'unaddressed'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE notices SET status = 'refused', response = 'no_address' WHERE status = 'unaddressed';
    ALTER TABLE notices DROP CONSTRAINT notices_status_check,
      ADD CONSTRAINT notices_status_check
        CHECK (status IN ('written', 'started', 'deferred', 'sent', 'refused'));
    DROP INDEX files_sha256;
    DROP TABLE submission_links;
    DROP TABLE counter_senders;
    ALTER TABLE submissions DROP COLUMN channel;
  `);
}
