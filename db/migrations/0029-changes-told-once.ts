import type { Knex } from 'knex';

/**
 * A transaction that tells of something holds, until its commit is on disk, a lock that all others that tell want
 * (`PreCommit_Notify` of PostgreSQL): commits then come one by one. So an act that was only taken tells nothing, and what
 * an effect changed is told in one message, its topics on a line each.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE OR REPLACE FUNCTION tell_submission_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('gongmun_changed', concat_ws(E'\\n', 'submission ' || NEW.id, 'desk ' || NEW.office,
          CASE WHEN OLD.office IS DISTINCT FROM NEW.office THEN 'desk ' || OLD.office END));
        RETURN NULL;
      END $$;
    DROP TRIGGER submissions_changed ON submissions;
    CREATE TRIGGER submissions_changed AFTER UPDATE ON submissions FOR EACH ROW
      WHEN (OLD.evidence_count IS DISTINCT FROM NEW.evidence_count)
      EXECUTE FUNCTION tell_submission_changed();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE OR REPLACE FUNCTION tell_submission_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('gongmun_changed', 'submission ' || NEW.id);
        PERFORM pg_notify('gongmun_changed', 'desk ' || office)
          FROM unnest(ARRAY[OLD.office, NEW.office]) AS office WHERE office IS NOT NULL;
        RETURN NULL;
      END $$;
    DROP TRIGGER submissions_changed ON submissions;
    CREATE TRIGGER submissions_changed AFTER UPDATE ON submissions FOR EACH ROW
      WHEN ((OLD.last_seq, OLD.evidence_count) IS DISTINCT FROM (NEW.last_seq, NEW.evidence_count))
      EXECUTE FUNCTION tell_submission_changed();
  `);
}
