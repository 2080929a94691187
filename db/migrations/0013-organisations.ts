import type { Knex } from 'knex';

/**
 * Organisations that people claim: who vouched for the number, who is what in them, whom they invite. Two spellings of
 * one number are one number. Mails that belong to no submission are rows too, their addressee sealed.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE organisations
      ADD COLUMN representative text REFERENCES people,
      ADD COLUMN version integer NOT NULL DEFAULT 1,
      ADD COLUMN confirmed_how text NOT NULL DEFAULT 'directory'
        CHECK (confirmed_how IN ('directory', 'identity_provider', 'official')),
      ADD COLUMN confirmed_by text,
      ADD COLUMN confirmed_at timestamptz;
    CREATE UNIQUE INDEX organisations_folded ON organisations
      (regexp_replace(upper(number), '[^0-9A-Z]', '', 'g'));
    ALTER TABLE organisation_members ADD COLUMN roles text[] NOT NULL DEFAULT '{submit,read,manage}'
      CHECK (cardinality(roles) > 0 AND roles <@ '{submit,read,manage}'::text[]);
    UPDATE organisations o SET representative = m.person
      FROM (SELECT organisation, min(person) AS person FROM organisation_members
        GROUP BY organisation HAVING count(*) = 1) m
      WHERE m.organisation = o.number;

    CREATE TABLE organisation_claims (
      id uuid PRIMARY KEY,
      number text NOT NULL,
      folded text NOT NULL,
      name jsonb NOT NULL,
      person text NOT NULL REFERENCES people,
      status text NOT NULL CHECK (status IN ('waiting', 'confirmed', 'disputed', 'rejected')),
      vouched boolean NOT NULL,
      how text CHECK (how IN ('identity_provider', 'official')),
      claimed_at timestamptz NOT NULL,
      settled_at timestamptz,
      settled_by text,
      CHECK ((status IN ('confirmed', 'rejected')) = (settled_at IS NOT NULL)),
      CHECK ((settled_at IS NULL) = (settled_by IS NULL))
    );
    CREATE UNIQUE INDEX organisation_claims_open ON organisation_claims (folded, person)
      WHERE status IN ('waiting', 'disputed');
    CREATE INDEX organisation_claims_person ON organisation_claims (person);
    CREATE INDEX organisation_claims_status ON organisation_claims (status, id);

    CREATE TABLE mails (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      subject uuid NOT NULL,
      content_key uuid NOT NULL UNIQUE,
      sealed bytea,
      status text NOT NULL CHECK (status IN ('written', 'started', 'deferred', 'sent', 'refused')),
      attempts integer NOT NULL DEFAULT 0,
      written_at timestamptz NOT NULL,
      settled_at timestamptz,
      response text,
      UNIQUE (kind, subject),
      CHECK (sealed IS NOT NULL OR settled_at IS NOT NULL)
    );
    CREATE INDEX mails_open ON mails (written_at) WHERE settled_at IS NULL;

    CREATE TABLE organisation_invitations (
      id uuid PRIMARY KEY,
      organisation text NOT NULL REFERENCES organisations,
      roles text[] NOT NULL CHECK (cardinality(roles) > 0 AND roles <@ '{submit,read,manage}'::text[]),
      token_hash text NOT NULL UNIQUE,
      invited_by text NOT NULL REFERENCES people,
      invited_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      accepted_by text REFERENCES people,
      ended_at timestamptz,
      CHECK (accepted_by IS NULL OR ended_at IS NOT NULL)
    );
    CREATE INDEX organisation_invitations_open ON organisation_invitations (organisation) WHERE ended_at IS NULL;

    CREATE TABLE batches (
      id uuid PRIMARY KEY,
      person text NOT NULL REFERENCES people,
      organisation text REFERENCES organisations,
      content_key uuid NOT NULL UNIQUE,
      status text NOT NULL CHECK (status IN ('receiving', 'processing', 'done')),
      lines integer NOT NULL CHECK (lines BETWEEN 0 AND 10000),
      received_at timestamptz NOT NULL,
      finished_at timestamptz,
      CHECK ((status = 'done') = (finished_at IS NOT NULL))
    );
    CREATE INDEX batches_open ON batches (received_at) WHERE status <> 'done';
    CREATE TABLE batch_lines (
      batch uuid NOT NULL REFERENCES batches,
      line integer NOT NULL CHECK (line > 0),
      status text NOT NULL CHECK (status IN ('waiting', 'accepted', 'refused')),
      code text,
      submission_id uuid UNIQUE REFERENCES submissions,
      sealed bytea,
      done_at timestamptz,
      PRIMARY KEY (batch, line),
      CHECK ((status = 'accepted') = (submission_id IS NOT NULL)),
      CHECK ((status = 'refused') = (code IS NOT NULL)),
      CHECK ((status = 'accepted') = (sealed IS NULL))
    );
    CREATE TABLE authorisations (
      id uuid PRIMARY KEY,
      person text REFERENCES people,
      organisation text REFERENCES organisations,
      delegate text NOT NULL REFERENCES people,
      form text REFERENCES forms,
      starts_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      given_by text NOT NULL REFERENCES people,
      given_at timestamptz NOT NULL,
      revoked_by text REFERENCES people,
      revoked_at timestamptz,
      CHECK ((person IS NULL) <> (organisation IS NULL)),
      CHECK (person IS DISTINCT FROM delegate),
      CHECK (starts_at < ends_at),
      CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
    );
    CREATE INDEX authorisations_delegate ON authorisations (delegate, ends_at);
    CREATE INDEX authorisations_person ON authorisations (person) WHERE person IS NOT NULL;
    CREATE INDEX authorisations_organisation ON authorisations (organisation) WHERE organisation IS NOT NULL;

    CREATE TABLE webhooks (
      id uuid PRIMARY KEY,
      organisation text REFERENCES organisations,
      office text REFERENCES offices,
      content_key uuid NOT NULL UNIQUE,
      sealed bytea,
      status text NOT NULL CHECK (status IN ('active', 'disabled', 'removed')),
      failures integer NOT NULL DEFAULT 0,
      created_by text NOT NULL REFERENCES people,
      created_at timestamptz NOT NULL,
      CHECK ((organisation IS NULL) <> (office IS NULL)),
      CHECK ((status = 'removed') = (sealed IS NULL))
    );
    CREATE INDEX webhooks_organisation ON webhooks (organisation) WHERE status = 'active';
    CREATE INDEX webhooks_office ON webhooks (office) WHERE status = 'active';
    CREATE TABLE webhook_deliveries (
      id uuid PRIMARY KEY,
      webhook uuid NOT NULL REFERENCES webhooks,
      resend_of uuid REFERENCES webhook_deliveries,
      evidence_id uuid NOT NULL REFERENCES evidences,
      submission_id uuid NOT NULL REFERENCES submissions,
      event text NOT NULL,
      state text NOT NULL,
      at timestamptz NOT NULL,
      status text NOT NULL CHECK (status IN ('written', 'started', 'deferred', 'delivered', 'failed')),
      attempts integer NOT NULL DEFAULT 0,
      response text,
      written_at timestamptz NOT NULL,
      settled_at timestamptz,
      CHECK ((status IN ('delivered', 'failed')) = (settled_at IS NOT NULL))
    );
    CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (webhook, evidence_id) WHERE resend_of IS NULL;
    CREATE INDEX webhook_deliveries_log ON webhook_deliveries (webhook, written_at DESC, id DESC);
    CREATE INDEX webhook_deliveries_written ON webhook_deliveries (written_at) WHERE status = 'written';
    CREATE INDEX webhook_deliveries_open ON webhook_deliveries (written_at) WHERE settled_at IS NULL;
    CREATE FUNCTION tell_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO webhook_deliveries (id, webhook, evidence_id, submission_id, event, state, at, status, written_at)
        SELECT gen_random_uuid(), w.id, f.id, f.submission_id, f.event, s.state, f.at, 'written', f.at
        FROM fresh f JOIN submissions s ON s.id = f.submission_id
        JOIN webhooks w ON w.status = 'active' AND (w.organisation = s.party_organisation OR w.office = s.office);
        RETURN NULL;
      END $$;
    CREATE TRIGGER evidences_told AFTER INSERT ON evidences REFERENCING NEW TABLE AS fresh
      FOR EACH STATEMENT EXECUTE FUNCTION tell_webhooks();
    CREATE INDEX batch_lines_waiting ON batch_lines (batch, line) WHERE status = 'waiting';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER evidences_told ON evidences;
    DROP FUNCTION tell_webhooks();
    DROP TABLE webhook_deliveries;
    DROP TABLE webhooks;
    DROP TABLE authorisations;
    DROP TABLE batch_lines;
    DROP TABLE batches;
    DROP TABLE organisation_invitations;
    DROP TABLE mails;
    DROP TABLE organisation_claims;
    ALTER TABLE organisation_members DROP COLUMN roles;
    DROP INDEX organisations_folded;
    ALTER TABLE organisations DROP COLUMN representative, DROP COLUMN version, DROP COLUMN confirmed_how,
      DROP COLUMN confirmed_by, DROP COLUMN confirmed_at;
  `);
}
