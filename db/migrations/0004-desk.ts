import type { Knex } from 'knex';
import { TERMINAL } from '../../domain/submission';

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/**
 * The desk: what it searches, by what it sorts and counts, views that people keep, and who stands in for whom.
 * Each sort has an index that also holds what is filtered by, so that a page is cut without looking at rows.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE EXTENSION IF NOT EXISTS btree_gin;

    CREATE TABLE submission_texts (
      submission_id uuid PRIMARY KEY REFERENCES submissions,
      office text,
      text text NOT NULL,
      grams integer[] NOT NULL
    );
    CREATE INDEX submission_texts_grams ON submission_texts USING gin (office, grams) WHERE office IS NOT NULL;

    CREATE INDEX submissions_by_received ON submissions (office, received_at, id)
      INCLUDE (state, form, handler, due_at) WHERE office IS NOT NULL;
    CREATE INDEX submissions_by_due ON submissions (office, due_at, id)
      INCLUDE (state, form, handler) WHERE office IS NOT NULL;
    CREATE INDEX submissions_by_registered ON submissions (office, registered_at, id)
      INCLUDE (state, form, handler, due_at) WHERE office IS NOT NULL;
    CREATE INDEX submissions_by_state ON submissions (office, state, form) WHERE office IS NOT NULL;
    CREATE INDEX submissions_at_work ON submissions (office, due_at, id)
      INCLUDE (state, form, handler) WHERE office IS NOT NULL AND state NOT IN (${quoted(TERMINAL)});
    CREATE INDEX submissions_number ON submissions (registration_number) WHERE registration_number IS NOT NULL;

    CREATE TABLE desk_views (
      id uuid PRIMARY KEY,
      person text NOT NULL REFERENCES people,
      name text NOT NULL,
      query jsonb NOT NULL,
      saved_at timestamptz NOT NULL,
      UNIQUE (person, name)
    );

    CREATE TABLE delegations (
      id uuid PRIMARY KEY,
      office text NOT NULL REFERENCES offices,
      person text NOT NULL REFERENCES people,
      delegate text NOT NULL REFERENCES people,
      starts_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      given_by text NOT NULL REFERENCES people,
      given_at timestamptz NOT NULL,
      revoked_by text REFERENCES people,
      revoked_at timestamptz,
      CHECK (person <> delegate),
      CHECK (starts_at < ends_at),
      CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
    );
    CREATE INDEX delegations_delegate ON delegations (delegate, ends_at);
    CREATE INDEX delegations_person ON delegations (person);
    CREATE INDEX delegations_office ON delegations (office);

    ALTER TABLE commands ADD COLUMN on_behalf_of text;
    ALTER TABLE refusals ADD COLUMN on_behalf_of text;
    ALTER TABLE audit_entries ADD COLUMN on_behalf_of text;
  `);
}

/** The extension stays: others may use it by now. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE audit_entries DROP COLUMN on_behalf_of;
    ALTER TABLE refusals DROP COLUMN on_behalf_of;
    ALTER TABLE commands DROP COLUMN on_behalf_of;
    DROP TABLE delegations;
    DROP TABLE desk_views;
    DROP INDEX submissions_number, submissions_at_work, submissions_by_state, submissions_by_registered,
      submissions_by_due, submissions_by_received;
    DROP TABLE submission_texts;
  `);
}
