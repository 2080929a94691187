import type { Knex } from 'knex';

/**
 * Parties are found by the beginning of their names, and what an audit found is kept: written once, at its end, by the
 * program that made it, and never changed.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX people_name ON people (lower(name) text_pattern_ops);
    CREATE INDEX organisations_name_ko ON organisations (lower(name ->> 'ko') text_pattern_ops);
    CREATE INDEX organisations_name_en ON organisations (lower(name ->> 'en') text_pattern_ops);

    CREATE TABLE audit_runs (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('check', 'replay')),
      submission_id uuid REFERENCES submissions,
      started_at timestamptz NOT NULL,
      finished_at timestamptz NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('sound', 'faulty', 'unknown')),
      faults integer NOT NULL CHECK (faults >= 0),
      parts jsonb NOT NULL,
      CHECK ((kind = 'replay') = (submission_id IS NOT NULL)),
      CHECK ((outcome = 'sound') <= (faults = 0))
    );
    CREATE INDEX audit_runs_finished ON audit_runs (finished_at DESC, id DESC);
    CREATE TABLE audit_findings (
      run uuid NOT NULL REFERENCES audit_runs,
      position integer NOT NULL CHECK (position > 0),
      part text NOT NULL,
      place text NOT NULL,
      what text NOT NULL,
      PRIMARY KEY (run, position)
    );
    CREATE TRIGGER audit_runs_immutable BEFORE UPDATE OR DELETE ON audit_runs
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER audit_findings_immutable BEFORE UPDATE OR DELETE ON audit_findings
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE audit_findings, audit_runs;
    DROP INDEX organisations_name_en, organisations_name_ko, people_name;
  `);
}
