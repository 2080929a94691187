import type { Knex } from 'knex';

const TOLD_OF_SUBMISSIONS = `
  INSERT INTO webhook_deliveries (id, webhook, evidence_id, submission_id, event, state, at, status, written_at)
  SELECT gen_random_uuid(), w.id, f.id, f.submission_id, f.event, s.state, f.at, 'written', f.at
  FROM fresh f JOIN submissions s ON s.id = f.submission_id
  JOIN webhooks w ON w.status = 'active' AND (w.organisation = s.party_organisation OR w.office = s.office`;

/**
 * Webhooks tell of official documents too: an organisation of what lies in its mailbox, an office of what becomes of what it
 * sent, from the registration on, at other offices as well. Approval is the office's own matter before that.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE webhook_deliveries ALTER COLUMN submission_id DROP NOT NULL,
      ADD COLUMN document_id uuid REFERENCES official_documents,
      ADD COLUMN delivery_id uuid REFERENCES deliveries,
      ADD CONSTRAINT webhook_deliveries_of_one CHECK (num_nonnulls(submission_id, document_id) = 1),
      ADD CONSTRAINT webhook_deliveries_mail CHECK (delivery_id IS NULL OR document_id IS NOT NULL);
    CREATE OR REPLACE FUNCTION tell_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        ${TOLD_OF_SUBMISSIONS} OR s.party_person = 'office:' || w.office);
        INSERT INTO webhook_deliveries
          (id, webhook, evidence_id, document_id, delivery_id, event, state, at, status, written_at)
        SELECT gen_random_uuid(), w.id, f.id, d.id, v.id, f.event, COALESCE(v.state, d.state), f.at, 'written', f.at
        FROM fresh f LEFT JOIN deliveries v ON v.id = f.delivery_id
        JOIN official_documents d ON d.id = COALESCE(f.document_id, v.document_id)
        JOIN webhooks w ON w.status = 'active'
          AND (w.organisation = v.organisation OR (w.office = d.office AND d.state IN ('registered', 'dispatched')));
        RETURN NULL;
      END $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE OR REPLACE FUNCTION tell_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        ${TOLD_OF_SUBMISSIONS});
        RETURN NULL;
      END $$;
    DELETE FROM webhook_deliveries WHERE submission_id IS NULL;
    ALTER TABLE webhook_deliveries DROP CONSTRAINT webhook_deliveries_of_one, DROP COLUMN delivery_id,
      DROP COLUMN document_id, ALTER COLUMN submission_id SET NOT NULL;
  `);
}
