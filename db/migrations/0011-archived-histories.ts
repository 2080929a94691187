import type { Knex } from 'knex';
import { TERMINAL } from '../../domain/submission';

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/**
 * Histories of closed runs, kept when the engine has long deleted them; and what the sweep that archives them knows:
 * submissions at their end whose runs are to be looked at, and up to where the engine's own list was walked. Checkpoints are
 * numbered, under the lock of whoever adds to the log, so that one that is taken out leaves a gap.
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
    CREATE TRIGGER archived_histories_queued AFTER INSERT ON archived_histories REFERENCING NEW TABLE AS fresh
      FOR EACH STATEMENT EXECUTE FUNCTION queue_for_log('history');

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

    ALTER TABLE checkpoints DISABLE TRIGGER checkpoints_immutable, ADD COLUMN number bigint;
    UPDATE checkpoints c SET number = o.number
      FROM (SELECT size, row_number() OVER (ORDER BY size) AS number FROM checkpoints) o WHERE o.size = c.size;
    ALTER TABLE checkpoints ENABLE TRIGGER checkpoints_immutable, ALTER COLUMN number SET NOT NULL, ADD UNIQUE (number);
    CREATE FUNCTION number_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.number := (SELECT COALESCE(max(number), 0) + 1 FROM checkpoints);
        RETURN NEW;
      END $$;
    CREATE TRIGGER checkpoints_numbered BEFORE INSERT ON checkpoints
      FOR EACH ROW EXECUTE FUNCTION number_checkpoint();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER checkpoints_numbered ON checkpoints;
    DROP FUNCTION number_checkpoint();
    ALTER TABLE checkpoints DROP COLUMN number;
    DROP TABLE archive_cursor;
    DROP TRIGGER submissions_archived ON submissions;
    DROP FUNCTION queue_for_archive();
    DROP TABLE archive_queue;
    DROP TABLE archived_histories;
  `);
}
