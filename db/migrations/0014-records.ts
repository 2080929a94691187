import type { Knex } from 'knex';
import { DISPOSALS } from '../../domain/disposal';

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/**
 * Records: when the retention of what is closed is over, how far its disposal has come, and what forbids it. What was closed
 * before gets its date by the same rule, from the retention that its registration states. What parties say at the end,
 * and what they take along.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE submissions
      ADD COLUMN holds text[] NOT NULL DEFAULT '{}',
      ADD COLUMN disposal text NOT NULL DEFAULT 'none' CHECK (disposal IN (${quoted(DISPOSALS)})),
      ADD COLUMN dispose_at timestamptz,
      ADD CHECK (disposal NOT IN ('begun', 'done') OR holds = '{}');
    UPDATE submissions s SET dispose_at = due.at, next_due_at = LEAST(s.next_due_at, due.at)
    FROM (
      SELECT r.submission_id AS id,
        CASE WHEN o.country = 'KR'
          THEN make_timestamptz(CAST(extract(year FROM s.closed_at AT TIME ZONE o.time_zone) AS integer) + 1 + kept.years,
            1, 1, 0, 0, 0, o.time_zone)
          ELSE (date_trunc('day', s.closed_at AT TIME ZONE o.time_zone) + make_interval(years => kept.years)
            + interval '1 day') AT TIME ZONE o.time_zone
        END AS at
      FROM submissions s
      JOIN registrations r ON r.submission_id = s.id AND r.leg = s.leg
      JOIN offices o ON o.code = r.office
      CROSS JOIN LATERAL (SELECT CASE
        WHEN r.retention ->> 'class' = 'years' THEN CAST(r.retention ->> 'years' AS integer)
        WHEN r.retention ->> 'class' = 'semi_permanent' AND o.country = 'KR' THEN 70 END AS years) kept
      WHERE s.state IN ('closed', 'returned', 'withdrawn', 'expired') AND s.closed_at IS NOT NULL AND kept.years IS NOT NULL
    ) due WHERE due.id = s.id;
    CREATE INDEX submissions_disposals ON submissions (office, dispose_at, id)
      WHERE disposal IN ('due', 'transfer', 'approved', 'begun') OR holds <> '{}';
    CREATE INDEX submissions_received ON submissions (received_at);

    CREATE TABLE survey_answers (
      submission_id uuid PRIMARY KEY REFERENCES submissions,
      office text NOT NULL REFERENCES offices,
      rating smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
      sealed bytea,
      answered_at timestamptz NOT NULL,
      handled_at timestamptz,
      handled_by text REFERENCES people,
      CHECK ((handled_at IS NULL) = (handled_by IS NULL))
    );
    CREATE TABLE exports (
      id uuid PRIMARY KEY,
      person text NOT NULL REFERENCES people,
      organisation text REFERENCES organisations,
      language text NOT NULL CHECK (language IN ('ko', 'en')),
      requested_at timestamptz NOT NULL,
      ready_at timestamptz,
      remove_at timestamptz,
      removed_at timestamptz,
      CHECK ((ready_at IS NULL) = (remove_at IS NULL)),
      CHECK (removed_at IS NULL OR ready_at IS NOT NULL)
    );
    CREATE UNIQUE INDEX exports_one_at_a_time ON exports (person, organisation) NULLS NOT DISTINCT WHERE ready_at IS NULL;
    CREATE INDEX exports_open ON exports (requested_at) WHERE removed_at IS NULL;
    CREATE TABLE export_items (
      export_id uuid NOT NULL REFERENCES exports,
      position integer NOT NULL,
      submission_id uuid NOT NULL REFERENCES submissions,
      file_key text,
      content_key uuid,
      bytes bigint,
      crc32 bigint,
      sha256 text,
      left_out text,
      packed_at timestamptz,
      PRIMARY KEY (export_id, position),
      UNIQUE (export_id, submission_id),
      CHECK (packed_at IS NULL OR (file_key IS NULL) <> (left_out IS NULL))
    );
    CREATE INDEX export_items_submission ON export_items (submission_id);
    CREATE INDEX survey_answers_office ON survey_answers (office, answered_at DESC, submission_id DESC);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE export_items;
    DROP TABLE exports;
    DROP TABLE survey_answers;
    DROP INDEX submissions_received;
    DROP INDEX submissions_disposals;
    UPDATE submissions SET next_due_at = NULL WHERE next_due_at IS NOT NULL AND next_due_at = dispose_at;
    ALTER TABLE submissions DROP COLUMN holds, DROP COLUMN disposal, DROP COLUMN dispose_at;
  `);
}
