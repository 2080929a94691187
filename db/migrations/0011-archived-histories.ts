import type { Knex } from 'knex';
import { TERMINAL } from '../../domain/submission';

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/**
 * Histories of closed runs, kept when the engine has long deleted them; and what the sweep that archives them knows:
 * submissions at their end whose runs are to be looked at, and up to where the engine's own list was walked.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE archived_histories (
      id uuid PRIMARY KEY,
      submission_id uuid REFERENCES submissions,
      workflow_id text NOT NULL,
      run_id text NOT NULL UNIQUE,
      type text NOT NULL,
      status text NOT NULL,
      started_at timestamptz NOT NULL,
      ended_at timestamptz NOT NULL,
      builds text[] NOT NULL,
      complete boolean NOT NULL,
      history text NOT NULL,
      digest text NOT NULL,
      archived_at timestamptz NOT NULL
    );
    CREATE INDEX archived_histories_submission ON archived_histories (submission_id, started_at)
      WHERE submission_id IS NOT NULL;
    CREATE INDEX archived_histories_workflow ON archived_histories (workflow_id);
    CREATE TRIGGER archived_histories_immutable BEFORE UPDATE OR DELETE ON archived_histories
      FOR EACH ROW EXECUTE FUNCTION refuse_change();

    CREATE TABLE archive_queue (
      submission_id uuid PRIMARY KEY REFERENCES submissions,
      evidence_count integer NOT NULL,
      tried_at timestamptz
    );
    CREATE INDEX archive_queue_order ON archive_queue (tried_at NULLS FIRST, submission_id);
    CREATE FUNCTION queue_for_archive() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO archive_queue (submission_id, evidence_count) VALUES (NEW.id, NEW.evidence_count)
        ON CONFLICT (submission_id) DO UPDATE SET evidence_count = EXCLUDED.evidence_count, tried_at = NULL;
        RETURN NULL;
      END $$;
    CREATE TRIGGER submissions_archived AFTER UPDATE OF evidence_count ON submissions
      FOR EACH ROW WHEN (NEW.state IN (${quoted(TERMINAL)})) EXECUTE FUNCTION queue_for_archive();
    INSERT INTO archive_queue (submission_id, evidence_count)
      SELECT id, evidence_count FROM submissions WHERE state IN (${quoted(TERMINAL)});

    CREATE TABLE archive_cursor (
      id integer PRIMARY KEY CHECK (id = 1),
      closed_until timestamptz NOT NULL
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE archive_cursor;
    DROP TRIGGER submissions_archived ON submissions;
    DROP FUNCTION queue_for_archive();
    DROP TABLE archive_queue;
    DROP TABLE archived_histories;
  `);
}
