import type { Knex } from 'knex';

/** Which mails somebody wants, and in which language; a mail that was declined is settled as `unwanted`. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE notice_settings (
      person text PRIMARY KEY REFERENCES people,
      language text CHECK (language IN ('ko', 'en')),
      declined text[] NOT NULL
        CHECK (declined <@ ARRAY['received', 'progress', 'requests', 'decisions', 'mailbox', 'drafts']),
      changed_at timestamptz NOT NULL
    );
    ALTER TABLE notices DROP CONSTRAINT notices_status_check,
      ADD CONSTRAINT notices_status_check
        CHECK (status IN ('written', 'started', 'deferred', 'sent', 'refused', 'unaddressed', 'unwanted'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE notices SET status = 'unaddressed' WHERE status = 'unwanted';
    ALTER TABLE notices DROP CONSTRAINT notices_status_check,
      ADD CONSTRAINT notices_status_check
        CHECK (status IN ('written', 'started', 'deferred', 'sent', 'refused', 'unaddressed'));
    DROP TABLE notice_settings;
  `);
}
