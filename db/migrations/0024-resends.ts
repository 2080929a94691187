import type { Knex } from 'knex';

/**
 * What failed can be sent again by an operator: a notice in a row of its own, as a message to a webhook is. What failed
 * is found without reading all that was ever sent.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE notices ADD COLUMN resend_of uuid UNIQUE REFERENCES notices;
    ALTER TABLE notices DROP CONSTRAINT notices_evidence_id_kind_recipient_person_recipient_office_key;
    CREATE UNIQUE INDEX notices_once ON notices (evidence_id, kind, recipient_person, recipient_office)
      NULLS NOT DISTINCT WHERE resend_of IS NULL;
    CREATE INDEX notices_failed ON notices (settled_at DESC, id DESC) WHERE status = 'refused';
    CREATE INDEX mails_failed ON mails (settled_at DESC, id DESC) WHERE status = 'refused';
    CREATE INDEX webhook_deliveries_failed ON webhook_deliveries (settled_at DESC, id DESC) WHERE status = 'failed';
    CREATE INDEX webhook_deliveries_resends ON webhook_deliveries (resend_of, written_at) WHERE resend_of IS NOT NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX webhook_deliveries_resends, webhook_deliveries_failed, mails_failed, notices_failed, notices_once;
    DELETE FROM notices WHERE resend_of IS NOT NULL;
    ALTER TABLE notices DROP COLUMN resend_of,
      ADD CONSTRAINT notices_evidence_id_kind_recipient_person_recipient_office_key
        UNIQUE NULLS NOT DISTINCT (evidence_id, kind, recipient_person, recipient_office);
  `);
}
