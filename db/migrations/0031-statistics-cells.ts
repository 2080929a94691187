import type { Knex } from 'knex';

const LEVEL = "COALESCE(current_setting('gongmun.reach', true), 'everything')";

/**
 * The statistics read sums of what has ended (decision 0055). What a transaction ends, or answers of the survey, it queues
 * itself, whatever instant it writes: the fold takes it from there into the cells once. The queue is written as the owner,
 * so that no process can add to what is counted; cells below the minimum are nobody's but the count's.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE statistics_cells (
      dimension text NOT NULL,
      month text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
      value text NOT NULL,
      submissions integer NOT NULL,
      online integer NOT NULL,
      registered integer NOT NULL,
      decided integer NOT NULL,
      closed integer NOT NULL,
      answered integer NOT NULL,
      due integer NOT NULL,
      overdue integer NOT NULL,
      ratings integer NOT NULL,
      rating_sum integer NOT NULL,
      to_registration bytea NOT NULL,
      to_decision bytea NOT NULL,
      PRIMARY KEY (dimension, month, value)
    );
    CREATE TABLE statistics_queue (
      submission_id uuid NOT NULL,
      fact text NOT NULL CHECK (fact IN ('end', 'answer')),
      PRIMARY KEY (submission_id, fact)
    );

    CREATE FUNCTION queue_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO public.statistics_queue (submission_id, fact) VALUES (NEW.id, 'end') ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
    CREATE FUNCTION queue_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO public.statistics_queue (submission_id, fact) VALUES (NEW.submission_id, 'answer')
          ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
    CREATE TRIGGER submissions_ended AFTER UPDATE OF closed_at ON submissions
      FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION queue_end();
    CREATE TRIGGER submissions_brought_in_ended AFTER INSERT ON submissions
      FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL) EXECUTE FUNCTION queue_end();
    CREATE TRIGGER survey_answers_given AFTER INSERT ON survey_answers
      FOR EACH ROW EXECUTE FUNCTION queue_answer();

    INSERT INTO statistics_queue (submission_id, fact)
      SELECT id, 'end' FROM submissions WHERE closed_at IS NOT NULL
      UNION ALL SELECT submission_id, 'answer' FROM survey_answers;
    ALTER TABLE statistics_queue ADD FOREIGN KEY (submission_id) REFERENCES submissions;
    ANALYZE statistics_queue;
    CREATE INDEX submissions_not_ended ON submissions (received_at) WHERE closed_at IS NULL;
  `);
  for (const table of ['statistics_cells', 'statistics_queue']) {
    await knex.raw('ALTER TABLE ?? ENABLE ROW LEVEL SECURITY', [table]);
    await knex.raw(
      `CREATE POLICY reach ON ${table} USING ((SELECT ${LEVEL}) = 'everything') WITH CHECK (true)`,
    );
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX submissions_not_ended;
    DROP TRIGGER survey_answers_given ON survey_answers;
    DROP TRIGGER submissions_brought_in_ended ON submissions;
    DROP TRIGGER submissions_ended ON submissions;
    DROP FUNCTION queue_answer();
    DROP FUNCTION queue_end();
    DROP TABLE statistics_queue;
    DROP TABLE statistics_cells;
  `);
}
