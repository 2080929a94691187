import type { Knex } from 'knex';

/**
 * Registrations that an office's own system pulls and confirms. The position is taken under the lock of the office's
 * series, which is held until the commit: positions become visible in their order, so a cursor never passes one by.
 * What was confirmed once keeps its number.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE offices ADD COLUMN records text NOT NULL DEFAULT 'own' CHECK (records IN ('own', 'connector'));

    CREATE TABLE filing_series (
      office text PRIMARY KEY REFERENCES offices,
      last_position integer NOT NULL
    );
    CREATE TABLE filings (
      id uuid PRIMARY KEY,
      submission_id uuid NOT NULL,
      leg integer NOT NULL,
      office text NOT NULL REFERENCES offices,
      position integer NOT NULL CHECK (position > 0),
      number text,
      confirmed_at timestamptz,
      confirmed_by text,
      FOREIGN KEY (submission_id, leg) REFERENCES registrations (submission_id, leg),
      UNIQUE (submission_id, leg),
      UNIQUE (office, position),
      UNIQUE (office, number),
      CHECK ((number IS NULL) = (confirmed_at IS NULL) AND (number IS NULL) = (confirmed_by IS NULL))
    );
    CREATE INDEX filings_waiting ON filings (office, position) WHERE number IS NULL;
    CREATE TRIGGER filings_confirmed_once BEFORE UPDATE ON filings
      FOR EACH ROW WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION refuse_change();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE filings;
    DROP TABLE filing_series;
    ALTER TABLE offices DROP COLUMN records;
  `);
}
