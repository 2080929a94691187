import type { Knex } from 'knex';

/**
 * The beginning of the time that a party has for a supplement, and how often its days were given one after the other:
 * from these its end is counted anew when a holiday is declared. Both follow from the commands of what is asked for now.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE submissions
      ADD COLUMN supplement_from timestamptz,
      ADD COLUMN supplement_periods integer CHECK (supplement_periods > 0);
    UPDATE submissions s SET supplement_from = asked.at, supplement_periods = 1 + (
        SELECT count(*) FROM commands c
        WHERE c.submission_id = s.id AND c.seq > asked.seq AND c.kind = 'request_supplement_extension'
          AND c.status = 'applied')
      FROM (
        SELECT DISTINCT ON (submission_id) submission_id, seq, accepted_at AS at FROM commands
        WHERE kind IN ('request_supplement', 'request_resend', 'supplement_missed') AND status = 'applied'
        ORDER BY submission_id, seq DESC
      ) asked
      WHERE asked.submission_id = s.id AND s.state = 'supplement_requested';
    CREATE INDEX submissions_supplement ON submissions (id) WHERE state = 'supplement_requested';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX submissions_supplement;
    ALTER TABLE submissions DROP COLUMN supplement_from, DROP COLUMN supplement_periods;
  `);
}
