import type { Knex } from 'knex';

/**
 * A decision and its delivery are written as one statement, at whose end the submission is closed: of what stands before the
 * close the webhooks tell the state that it led to, which was `decided`.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    functionWith(`CASE WHEN s.state = 'closed'
        AND f.command_seq < (SELECT max(x.command_seq) FROM fresh x WHERE x.submission_id = f.submission_id)
      THEN 'decided' ELSE s.state END`),
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(functionWith('s.state'));
}

/** @param state what a webhook is told of a submission whose evidence `f` was written */
const functionWith = (state: string): string => `
  CREATE OR REPLACE FUNCTION tell_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO webhook_deliveries (id, webhook, evidence_id, submission_id, event, state, at, status, written_at)
      SELECT gen_random_uuid(), w.id, f.id, f.submission_id, f.event, ${state}, f.at, 'written', f.at
      FROM fresh f JOIN submissions s ON s.id = f.submission_id
      JOIN webhooks w ON w.status = 'active'
        AND (w.organisation = s.party_organisation OR w.office = s.office OR s.party_person = 'office:' || w.office);
      INSERT INTO webhook_deliveries
        (id, webhook, evidence_id, document_id, delivery_id, event, state, at, status, written_at)
      SELECT gen_random_uuid(), w.id, f.id, d.id, v.id, f.event, COALESCE(v.state, d.state), f.at, 'written', f.at
      FROM fresh f LEFT JOIN deliveries v ON v.id = f.delivery_id
      JOIN official_documents d ON d.id = COALESCE(f.document_id, v.document_id)
      JOIN webhooks w ON w.status = 'active'
        AND (w.organisation = v.organisation OR (w.office = d.office AND d.state IN ('registered', 'dispatched')));
      RETURN NULL;
    END $$;
`;
