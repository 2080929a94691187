import type { Knex } from 'knex';
import { TERMINAL } from '../../domain/submission';

const AT_WORK = `state NOT IN (${TERMINAL.map((state) => `'${state}'`).join(', ')})`;

/**
 * The orders of the desk over all offices: what is said in very many texts is looked for on many desks as if they were one,
 * not on each until a page is full. What the pages are filtered by stands in the index, so that lines of other desks are
 * passed over without a look at their rows. And what somebody handles, on whichever desks: seventy desks would be walked to
 * their ends for the few lines of one person. What is at work is bounded, so it has all that it is sorted by in one index.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX submissions_all_received ON submissions (received_at, id)
      INCLUDE (office, state, form, handler, due_at) WHERE office IS NOT NULL;
    CREATE INDEX submissions_all_due ON submissions (due_at, id)
      INCLUDE (office, state, form, handler) WHERE office IS NOT NULL;
    CREATE INDEX submissions_all_registered ON submissions (registered_at, id)
      INCLUDE (office, state, form, handler, due_at) WHERE office IS NOT NULL;
    CREATE INDEX submissions_by_handler ON submissions (handler, due_at, id)
      INCLUDE (office, state, form, received_at, registered_at) WHERE handler IS NOT NULL AND office IS NOT NULL;
    DROP INDEX submissions_at_work;
    CREATE INDEX submissions_at_work ON submissions (office, due_at, id)
      INCLUDE (state, form, handler, received_at, registered_at) WHERE office IS NOT NULL AND ${AT_WORK};
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX submissions_all_received;
    DROP INDEX submissions_all_due;
    DROP INDEX submissions_all_registered;
    DROP INDEX submissions_by_handler;
    DROP INDEX submissions_at_work;
    CREATE INDEX submissions_at_work ON submissions (office, due_at, id)
      INCLUDE (state, form, handler) WHERE office IS NOT NULL AND ${AT_WORK};
  `);
}
