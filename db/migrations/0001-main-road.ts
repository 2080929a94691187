import type { Knex } from 'knex';
import { STATES } from '../../domain/submission';

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** The tables of the main road: directory, forms, submissions with their commands, evidence and register. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE offices (
      code text PRIMARY KEY CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
      parent text REFERENCES offices,
      name jsonb NOT NULL,
      time_zone text NOT NULL,
      country text NOT NULL DEFAULT 'KR',
      email text NOT NULL,
      accepts_letters boolean NOT NULL,
      active boolean NOT NULL DEFAULT true
    );

    CREATE TABLE people (
      id text PRIMARY KEY,
      name text NOT NULL,
      email text,
      language text NOT NULL CHECK (language IN ('ko', 'en'))
    );

    CREATE TABLE organisations (
      number text PRIMARY KEY,
      name jsonb NOT NULL
    );

    CREATE TABLE organisation_members (
      organisation text REFERENCES organisations,
      person text REFERENCES people,
      PRIMARY KEY (organisation, person)
    );
    CREATE INDEX organisation_members_person ON organisation_members (person);

    CREATE TABLE office_members (
      office text REFERENCES offices,
      person text REFERENCES people,
      roles text[] NOT NULL,
      PRIMARY KEY (office, person)
    );
    CREATE INDEX office_members_person ON office_members (person);

    CREATE TABLE grants (
      person text REFERENCES people,
      "grant" text NOT NULL,
      PRIMARY KEY (person, "grant")
    );

    CREATE TABLE holidays (
      id uuid PRIMARY KEY,
      office text REFERENCES offices,
      date date NOT NULL,
      effect text NOT NULL CHECK (effect IN ('declared', 'withdrawn')),
      name jsonb NOT NULL,
      recorded_at timestamptz NOT NULL,
      UNIQUE NULLS NOT DISTINCT (office, date)
    );

    CREATE TABLE forms (
      id text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
      office text NOT NULL REFERENCES offices,
      current_version integer NOT NULL,
      withdrawn boolean NOT NULL DEFAULT false
    );
    CREATE TABLE form_versions (
      form text NOT NULL REFERENCES forms,
      version integer NOT NULL CHECK (version > 0),
      definition jsonb NOT NULL,
      digest text NOT NULL,
      published_at timestamptz NOT NULL,
      published_by text NOT NULL,
      PRIMARY KEY (form, version)
    );

    CREATE TABLE submissions (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('form', 'letter')),
      form text,
      form_version integer,
      tracking_hash text NOT NULL UNIQUE,
      party_person text NOT NULL REFERENCES people,
      party_organisation text REFERENCES organisations,
      requested_office text REFERENCES offices,
      office text REFERENCES offices,
      leg integer NOT NULL DEFAULT 1,
      state text NOT NULL CHECK (state IN (${quoted(STATES)})),
      opened boolean NOT NULL DEFAULT false,
      handler text REFERENCES people,
      outcome text,
      reply_read boolean NOT NULL DEFAULT false,
      clock text NOT NULL DEFAULT 'none',
      received_at timestamptz NOT NULL,
      registered_at timestamptz,
      registration_number text,
      due_at timestamptz,
      next_due_at timestamptz,
      decided_at timestamptz,
      closed_at timestamptz,
      content_digest text NOT NULL,
      last_seq integer NOT NULL,
      evidence_count integer NOT NULL,
      last_evidence_digest text NOT NULL,
      FOREIGN KEY (form, form_version) REFERENCES form_versions (form, version),
      CHECK ((kind = 'form') = (form IS NOT NULL)),
      CHECK (state IN ('draft', 'accepted', 'rejected', 'withdrawn') OR registration_number IS NOT NULL)
    );
    CREATE INDEX submissions_party ON submissions (party_person, received_at DESC, id DESC);
    CREATE INDEX submissions_organisation ON submissions (party_organisation, received_at DESC, id DESC)
      WHERE party_organisation IS NOT NULL;
    CREATE INDEX submissions_desk ON submissions (office, state, received_at DESC, id DESC);
    CREATE INDEX submissions_due ON submissions (next_due_at) WHERE next_due_at IS NOT NULL;

    CREATE TABLE submission_contents (
      submission_id uuid PRIMARY KEY REFERENCES submissions,
      title text,
      body text,
      answers text,
      tracking_code text NOT NULL,
      salt bytea NOT NULL CHECK (octet_length(salt) = 32)
    );

    CREATE TABLE files (
      id uuid PRIMARY KEY,
      owner text NOT NULL REFERENCES people,
      submission_id uuid REFERENCES submissions,
      rule text,
      name text NOT NULL,
      media_type text NOT NULL,
      bytes bigint NOT NULL CHECK (bytes > 0),
      sha256 text NOT NULL,
      scan text NOT NULL CHECK (scan IN ('clean', 'infected', 'not_scanned', 'pending')),
      uploaded_at timestamptz NOT NULL
    );
    CREATE INDEX files_submission ON files (submission_id);
    CREATE INDEX files_owner ON files (owner) WHERE submission_id IS NULL;

    CREATE TABLE commands (
      id uuid PRIMARY KEY,
      submission_id uuid NOT NULL REFERENCES submissions,
      seq integer NOT NULL CHECK (seq > 0),
      kind text NOT NULL,
      once text,
      actor text NOT NULL,
      capacity text NOT NULL,
      office text,
      facts jsonb NOT NULL,
      status text NOT NULL CHECK (status IN ('accepted', 'applied', 'overtaken')),
      accepted_at timestamptz NOT NULL,
      applied_at timestamptz,
      result jsonb,
      UNIQUE (submission_id, seq),
      UNIQUE (submission_id, once)
    );
    CREATE INDEX commands_unapplied ON commands (submission_id, seq) WHERE status = 'accepted';

    CREATE TABLE command_contents (
      command_id uuid PRIMARY KEY REFERENCES commands,
      body jsonb NOT NULL,
      salt bytea NOT NULL CHECK (octet_length(salt) = 32)
    );

    CREATE TABLE refusals (
      id uuid PRIMARY KEY,
      at timestamptz NOT NULL,
      submission_id uuid,
      kind text NOT NULL,
      actor text NOT NULL,
      code text NOT NULL,
      state text,
      request_id text NOT NULL
    );
    CREATE INDEX refusals_submission ON refusals (submission_id, at);

    CREATE TABLE idempotency_records (
      actor text NOT NULL,
      key text NOT NULL,
      request_digest text NOT NULL,
      resource text NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (actor, key)
    );

    CREATE TABLE audit_entries (
      id uuid PRIMARY KEY,
      at timestamptz NOT NULL,
      actor text NOT NULL,
      capacity text NOT NULL,
      action text NOT NULL,
      submission_id uuid,
      subjects jsonb,
      request_id text NOT NULL
    );
    CREATE INDEX audit_entries_submission ON audit_entries (submission_id, at);
    CREATE INDEX audit_entries_subjects ON audit_entries USING gin (subjects jsonb_path_ops)
      WHERE subjects IS NOT NULL;

    CREATE TABLE outbox (
      submission_id uuid NOT NULL REFERENCES submissions,
      seq integer NOT NULL,
      written_at timestamptz NOT NULL,
      delivered_at timestamptz,
      deliveries integer NOT NULL DEFAULT 0,
      PRIMARY KEY (submission_id, seq)
    );
    CREATE INDEX outbox_written ON outbox (written_at) WHERE delivered_at IS NULL;
    CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;

    CREATE TABLE evidences (
      id uuid PRIMARY KEY,
      submission_id uuid NOT NULL REFERENCES submissions,
      sequence integer NOT NULL CHECK (sequence > 0),
      event text NOT NULL,
      at timestamptz NOT NULL,
      command_seq integer NOT NULL,
      payload text NOT NULL,
      jws text NOT NULL,
      digest text NOT NULL UNIQUE,
      UNIQUE (submission_id, sequence)
    );

    CREATE TABLE registration_series (
      office text NOT NULL REFERENCES offices,
      year integer NOT NULL,
      last_seq integer NOT NULL,
      PRIMARY KEY (office, year)
    );
    CREATE TABLE registrations (
      submission_id uuid NOT NULL REFERENCES submissions,
      leg integer NOT NULL,
      office text NOT NULL,
      year integer NOT NULL,
      seq integer NOT NULL CHECK (seq > 0),
      number text NOT NULL UNIQUE,
      form text,
      retention jsonb NOT NULL,
      received_at timestamptz NOT NULL,
      registered_at timestamptz NOT NULL,
      PRIMARY KEY (submission_id, leg),
      UNIQUE (office, year, seq)
    );

    CREATE TABLE openings (
      submission_id uuid NOT NULL REFERENCES submissions,
      leg integer NOT NULL,
      person text NOT NULL REFERENCES people,
      at timestamptz NOT NULL,
      PRIMARY KEY (submission_id, leg, person)
    );

    CREATE TABLE notices (
      id uuid PRIMARY KEY,
      submission_id uuid NOT NULL REFERENCES submissions,
      evidence_id uuid NOT NULL REFERENCES evidences,
      kind text NOT NULL,
      recipient_person text REFERENCES people,
      recipient_office text REFERENCES offices,
      status text NOT NULL CHECK (status IN ('written', 'started', 'deferred', 'sent', 'refused')),
      attempts integer NOT NULL DEFAULT 0,
      written_at timestamptz NOT NULL,
      settled_at timestamptz,
      response text,
      CHECK ((recipient_person IS NULL) <> (recipient_office IS NULL)),
      UNIQUE NULLS NOT DISTINCT (evidence_id, kind, recipient_person, recipient_office)
    );
    CREATE INDEX notices_open ON notices (written_at) WHERE status = 'written';
    CREATE INDEX notices_submission ON notices (submission_id);

    CREATE TABLE printed_documents (
      evidence_id uuid NOT NULL REFERENCES evidences,
      language text NOT NULL,
      file_key text NOT NULL,
      sha256 text NOT NULL,
      bytes bigint NOT NULL,
      PRIMARY KEY (evidence_id, language)
    );

    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME; END $$;
    CREATE TRIGGER evidences_immutable BEFORE UPDATE OR DELETE ON evidences
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER form_versions_immutable BEFORE UPDATE OR DELETE ON form_versions
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER registrations_immutable BEFORE UPDATE OR DELETE ON registrations
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER audit_entries_immutable BEFORE UPDATE OR DELETE ON audit_entries
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER refusals_immutable BEFORE UPDATE OR DELETE ON refusals
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
  `);
}

const TABLES = [
  'printed_documents',
  'notices',
  'openings',
  'registrations',
  'registration_series',
  'evidences',
  'outbox',
  'audit_entries',
  'idempotency_records',
  'refusals',
  'command_contents',
  'commands',
  'files',
  'submission_contents',
  'submissions',
  'form_versions',
  'forms',
  'holidays',
  'grants',
  'office_members',
  'organisation_members',
  'organisations',
  'people',
  'offices',
];

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.raw('DROP TABLE ??', [table]);
  await knex.raw('DROP FUNCTION refuse_change()');
}
