import type { Knex } from 'knex';
import { foldText, gramsOf } from '../../domain/search-text';
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
  await enterTexts(knex);
  // What waits to be entered into the index is read by each search: kept short, at most 1 MB.
  await knex.raw(`
    CREATE INDEX submission_texts_grams ON submission_texts USING gin (office, grams)
      WITH (gin_pending_list_limit = 1024) WHERE office IS NOT NULL`);
}

const AT_ONCE = 1_000;

/** What was accepted before is found by names and titles; the forms of that time mark no answers. */
async function enterTexts(knex: Knex): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await knex.raw(
      `SELECT s.id, s.office, concat_ws(chr(10), p.name, o.name ->> 'ko', o.name ->> 'en', c.title,
         f.definition -> 'title' ->> 'ko', f.definition -> 'title' ->> 'en') AS words
       FROM submissions s
       JOIN submission_contents c ON c.submission_id = s.id
       JOIN people p ON p.id = s.party_person
       LEFT JOIN organisations o ON o.number = s.party_organisation
       LEFT JOIN form_versions f ON f.form = s.form AND f.version = s.form_version
       WHERE s.id > ? ORDER BY s.id LIMIT ?`,
      [after, AT_ONCE],
    );
    if (rows.length === 0) return;
    after = rows.at(-1).id;
    const texts = rows.map(({ words }: { words: string }) => foldText(words));
    await knex.raw(
      `INSERT INTO submission_texts (submission_id, office, text, grams)
       SELECT id, office, text, grams::integer[]
       FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[]) AS entry (id, office, text, grams)`,
      [
        rows.map(({ id }: { id: string }) => id),
        rows.map(({ office }: { office: string | null }) => office),
        texts,
        texts.map((text: string) => `{${gramsOf(text).join()}}`),
      ],
    );
  }
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
