import type { Knex } from 'knex';
import { DELIVERY_STATES } from '../../domain/delivery';
import { DOCUMENT_STATES } from '../../domain/official-document';

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/**
 * What an office sends on its own account: documents with their line of approval and number, their dispatch, one delivery
 * for each recipient. Evidence gets two further kinds of chain, of a document and of a delivery (decision 0035); notices
 * may tell of either.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE offices ADD COLUMN letterhead jsonb;

    CREATE TABLE official_documents (
      id uuid PRIMARY KEY,
      office text NOT NULL REFERENCES offices,
      language text NOT NULL CHECK (language IN ('ko', 'en')),
      openness text NOT NULL CHECK (openness IN ('open', 'partial', 'closed')),
      ground integer CHECK (ground BETWEEN 1 AND 8),
      state text NOT NULL CHECK (state IN (${quoted(DOCUMENT_STATES)})),
      drafter text NOT NULL REFERENCES people,
      drafted_at timestamptz NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      recipients integer NOT NULL CHECK (recipients > 0),
      line jsonb NOT NULL DEFAULT '[]',
      agreed integer NOT NULL DEFAULT 0,
      number text UNIQUE,
      registered_at timestamptz,
      content_key uuid NOT NULL UNIQUE,
      content_digest text,
      evidence_count integer NOT NULL DEFAULT 0,
      last_evidence_digest text,
      CHECK ((openness = 'open') = (ground IS NULL)),
      CHECK ((state IN ('registered', 'dispatched')) = (number IS NOT NULL))
    );
    CREATE INDEX official_documents_office ON official_documents (office, drafted_at DESC, id DESC);

    CREATE TABLE official_document_contents (
      document_id uuid PRIMARY KEY REFERENCES official_documents,
      sealed bytea NOT NULL
    );

    CREATE TABLE document_acts (
      id uuid PRIMARY KEY,
      document_id uuid NOT NULL REFERENCES official_documents,
      seq integer NOT NULL CHECK (seq > 0),
      kind text NOT NULL,
      actor text NOT NULL,
      on_behalf_of text,
      at timestamptz NOT NULL,
      sealed bytea,
      UNIQUE (document_id, seq)
    );

    CREATE TABLE outgoing_series (
      office text NOT NULL REFERENCES offices,
      year integer NOT NULL,
      last_seq integer NOT NULL,
      PRIMARY KEY (office, year)
    );
    CREATE TABLE outgoing_registrations (
      document_id uuid PRIMARY KEY REFERENCES official_documents,
      office text NOT NULL,
      year integer NOT NULL,
      seq integer NOT NULL CHECK (seq > 0),
      number text NOT NULL UNIQUE,
      registered_at timestamptz NOT NULL,
      UNIQUE (office, year, seq)
    );
    CREATE TRIGGER outgoing_registrations_immutable BEFORE UPDATE OR DELETE ON outgoing_registrations
      FOR EACH ROW EXECUTE FUNCTION refuse_change();

    CREATE TABLE dispatches (
      document_id uuid PRIMARY KEY REFERENCES official_documents,
      dispatched_at timestamptz NOT NULL,
      dispatched_by text NOT NULL,
      recipients integer NOT NULL CHECK (recipients > 0),
      never_read_at timestamptz NOT NULL,
      warn_at timestamptz NOT NULL,
      remove_at timestamptz NOT NULL,
      delivered_at timestamptz,
      next_due_at timestamptz
    );
    CREATE INDEX dispatches_due ON dispatches (next_due_at) WHERE next_due_at IS NOT NULL;

    CREATE TABLE deliveries (
      id uuid PRIMARY KEY,
      document_id uuid NOT NULL REFERENCES dispatches,
      position integer NOT NULL CHECK (position > 0),
      kind text NOT NULL CHECK (kind IN ('person', 'organisation', 'office')),
      person text REFERENCES people,
      organisation text REFERENCES organisations,
      office text REFERENCES offices,
      box text NOT NULL,
      state text NOT NULL CHECK (state IN (${quoted(DELIVERY_STATES)})),
      consigned_at timestamptz,
      notified_at timestamptz,
      opened_at timestamptz,
      acknowledged_at timestamptz,
      never_read_at timestamptz,
      recalled_at timestamptz,
      warned_at timestamptz,
      removed_at timestamptz,
      submission_id uuid UNIQUE REFERENCES submissions,
      evidence_count integer NOT NULL DEFAULT 0,
      last_evidence_digest text,
      CHECK (num_nonnulls(person, organisation, office) = 1),
      CHECK (box = kind || ':' || COALESCE(person, organisation, office)),
      CHECK (opened_at IS NULL OR recalled_at IS NULL),
      UNIQUE (document_id, box),
      UNIQUE (document_id, position)
    );
    CREATE INDEX deliveries_box ON deliveries (box, consigned_at DESC, id DESC)
      WHERE consigned_at IS NOT NULL AND recalled_at IS NULL AND removed_at IS NULL;
    CREATE INDEX deliveries_unread ON deliveries (box)
      WHERE consigned_at IS NOT NULL AND opened_at IS NULL AND recalled_at IS NULL AND removed_at IS NULL;
    CREATE INDEX deliveries_waiting ON deliveries (document_id, position) WHERE state = 'waiting';
    CREATE INDEX deliveries_state ON deliveries (document_id, state);

    ALTER TABLE files ADD COLUMN document_id uuid REFERENCES official_documents,
      ADD CONSTRAINT files_of_one CHECK (submission_id IS NULL OR document_id IS NULL);
    CREATE INDEX files_document ON files (document_id) WHERE document_id IS NOT NULL;

    ALTER TABLE evidences ALTER COLUMN submission_id DROP NOT NULL,
      ADD COLUMN document_id uuid REFERENCES official_documents,
      ADD COLUMN delivery_id uuid REFERENCES deliveries,
      ADD CONSTRAINT evidences_of_one CHECK (num_nonnulls(submission_id, document_id, delivery_id) = 1),
      ADD CONSTRAINT evidences_document_sequence UNIQUE (document_id, sequence),
      ADD CONSTRAINT evidences_delivery_sequence UNIQUE (delivery_id, sequence);

    ALTER TABLE notices ALTER COLUMN submission_id DROP NOT NULL,
      ADD COLUMN document_id uuid REFERENCES official_documents,
      ADD COLUMN delivery_id uuid REFERENCES deliveries,
      ADD CONSTRAINT notices_of_one CHECK (num_nonnulls(submission_id, document_id, delivery_id) = 1);
    CREATE INDEX notices_delivery ON notices (delivery_id) WHERE delivery_id IS NOT NULL;

    ALTER TABLE submission_links ALTER COLUMN other_id DROP NOT NULL,
      ADD COLUMN document_id uuid REFERENCES official_documents,
      ADD CONSTRAINT submission_links_to_one CHECK (num_nonnulls(other_id, document_id) = 1),
      ADD CONSTRAINT submission_links_document UNIQUE (submission_id, document_id),
      DROP CONSTRAINT submission_links_kind_check,
      ADD CONSTRAINT submission_links_kind_check
        CHECK (kind IN ('suspected_duplicate', 'duplicate_of', 'related', 'reply_to'));
  `);
}

/** What was sent is proved and is not taken back: the way back exists while there is no document. */
export async function down(knex: Knex): Promise<void> {
  const { rows } = await knex.raw('SELECT 1 FROM official_documents LIMIT 1');
  if (rows.length > 0) throw new Error('official_documents holds documents, whose evidence would be lost.');
  await knex.raw(`
    ALTER TABLE submission_links DROP CONSTRAINT submission_links_kind_check,
      ADD CONSTRAINT submission_links_kind_check
        CHECK (kind IN ('suspected_duplicate', 'duplicate_of', 'related')),
      DROP COLUMN document_id, ALTER COLUMN other_id SET NOT NULL;
    ALTER TABLE notices DROP CONSTRAINT notices_of_one, DROP COLUMN delivery_id, DROP COLUMN document_id,
      ALTER COLUMN submission_id SET NOT NULL;
    ALTER TABLE evidences DROP CONSTRAINT evidences_of_one, DROP COLUMN delivery_id, DROP COLUMN document_id,
      ALTER COLUMN submission_id SET NOT NULL;
    ALTER TABLE files DROP CONSTRAINT files_of_one, DROP COLUMN document_id;
    DROP TABLE deliveries;
    DROP TABLE dispatches;
    DROP TABLE outgoing_registrations;
    DROP TABLE outgoing_series;
    DROP TABLE document_acts;
    DROP TABLE official_document_contents;
    DROP TABLE official_documents;
    ALTER TABLE offices DROP COLUMN letterhead;
  `);
}
