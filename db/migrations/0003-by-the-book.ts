import type { Knex } from 'knex';

/**
 * What the office's procedure needs: a clock that stops, is extended and begins anew with each transfer; versions of
 * the content; what silence is told to whom.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE submissions
      ADD COLUMN extended boolean NOT NULL DEFAULT false,
      ADD COLUMN supplement_round integer NOT NULL DEFAULT 0,
      ADD COLUMN supplement_extensions integer NOT NULL DEFAULT 0,
      ADD COLUMN supplement_undelivered integer NOT NULL DEFAULT 0,
      ADD COLUMN supplement_days integer,
      ADD COLUMN supplement_due_at timestamptz,
      ADD COLUMN approvals integer NOT NULL DEFAULT 0,
      ADD COLUMN involved text[] NOT NULL DEFAULT '{}',
      ADD COLUMN progress_told boolean NOT NULL DEFAULT false,
      ADD COLUMN progress_at timestamptz,
      ADD COLUMN silence jsonb NOT NULL DEFAULT '{}',
      ADD COLUMN watches jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN clock_from timestamptz,
      ADD COLUMN stops jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN stopped_at timestamptz,
      ADD COLUMN extension text,
      ADD COLUMN remind_at timestamptz,
      ADD COLUMN transfer_within_by timestamptz,
      ADD COLUMN transfer_between_by timestamptz;
    UPDATE submissions SET clock_from = received_at, progress_at = received_at + interval '30 days',
      remind_at = CASE WHEN clock = 'running' THEN next_due_at END
      WHERE registered_at IS NOT NULL;
    CREATE INDEX submissions_involved ON submissions USING gin (involved) WHERE involved <> '{}';
    CREATE INDEX submissions_clock ON submissions (id)
      WHERE state IN ('registered', 'assigned', 'in_process') AND due_at IS NOT NULL;

    CREATE TABLE content_versions (
      submission_id uuid NOT NULL REFERENCES submissions,
      version integer NOT NULL CHECK (version > 1),
      command_id uuid NOT NULL UNIQUE REFERENCES commands,
      title text,
      body text,
      answers text,
      salt bytea NOT NULL CHECK (octet_length(salt) = 32),
      digest text NOT NULL,
      search_text text NOT NULL,
      PRIMARY KEY (submission_id, version)
    );
    ALTER TABLE files ADD COLUMN content_version integer NOT NULL DEFAULT 1;

    CREATE TABLE notes (
      id uuid PRIMARY KEY,
      submission_id uuid NOT NULL REFERENCES submissions,
      author text NOT NULL REFERENCES people,
      office text NOT NULL REFERENCES offices,
      body text NOT NULL,
      written_at timestamptz NOT NULL
    );
    CREATE INDEX notes_submission ON notes (submission_id, written_at);

    ALTER TABLE offices ADD COLUMN ladder jsonb;

    CREATE TABLE recalculations (
      id uuid PRIMARY KEY,
      office text REFERENCES offices,
      date date NOT NULL,
      written_at timestamptz NOT NULL,
      written_by text NOT NULL,
      last_submission uuid,
      moved integer NOT NULL DEFAULT 0,
      finished_at timestamptz
    );
    CREATE INDEX recalculations_open ON recalculations (written_at) WHERE finished_at IS NULL;
    CREATE INDEX commands_recalculate ON commands (once, submission_id) WHERE kind = 'recalculate';
    ALTER TABLE notices ADD COLUMN batch uuid;
    CREATE INDEX notices_unsettled ON notices (written_at) WHERE status IN ('started', 'deferred');
    CREATE UNIQUE INDEX notices_batch ON notices (batch, kind, recipient_person) WHERE batch IS NOT NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX notices_batch;
    DROP INDEX notices_unsettled;
    ALTER TABLE notices DROP COLUMN batch;
    DROP INDEX commands_recalculate;
    DROP TABLE recalculations;
    ALTER TABLE offices DROP COLUMN ladder;
    DROP TABLE notes;
    ALTER TABLE files DROP COLUMN content_version;
    DROP TABLE content_versions;
    DROP INDEX submissions_clock;
    DROP INDEX submissions_involved;
    ALTER TABLE submissions
      DROP COLUMN extended, DROP COLUMN supplement_round, DROP COLUMN supplement_extensions,
      DROP COLUMN supplement_undelivered, DROP COLUMN supplement_days, DROP COLUMN supplement_due_at,
      DROP COLUMN approvals, DROP COLUMN involved, DROP COLUMN progress_told, DROP COLUMN progress_at,
      DROP COLUMN silence, DROP COLUMN watches, DROP COLUMN clock_from, DROP COLUMN stops, DROP COLUMN stopped_at,
      DROP COLUMN extension, DROP COLUMN remind_at, DROP COLUMN transfer_within_by, DROP COLUMN transfer_between_by;
  `);
}
