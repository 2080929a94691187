import type { Knex } from 'knex';

/** Which notice's activity carries a notice; empty until the relay has put it into a group. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE notices ADD COLUMN carrier uuid REFERENCES notices;
    CREATE INDEX notices_carrier ON notices (carrier) WHERE status IN ('written', 'started', 'deferred');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE notices DROP COLUMN carrier');
}
