import createKnex, { type Knex } from 'knex';
import { types } from 'pg';
import { preparingClient } from './prepared';
import { reachingClient } from './reaching-client';

// `timestamptz` as Date is the driver's default; 8-byte integers (counts, sequences) stay below 2^53 here.
types.setTypeParser(types.builtins.INT8, Number);

export type Db = Knex;
/** A database handle inside a transaction; the type says that a store must not be called outside one. */
export type Tx = Knex.Transaction;

/**
 * A process that hangs in the middle of a transaction, or whose machine was stopped, must not keep a submission or the log
 * locked for ever. Longer than anything that a transaction waits for beside the database: the
 * longest is the copy of a file of 50 MB (`encryptContent`).
 */
const IDLE_IN_TRANSACTION_MS = 120_000;

/**
 * `synchronous_commit` is set, not hoped for: an acknowledged act is on disk (design §3).
 * @param config.statementTimeoutMs 15 s for what people wait for; 0 is without end
 * @param config.reach whose rows are seen where a handle says nothing of it (`within-reach.ts`): of what works for the
 *   system everybody's; of what answers people nobody's, so that a reach that was forgotten shows nothing
 */
export function openDatabase(config: {
  url: string;
  pool: number;
  statementTimeoutMs?: number;
  reach?: 'everything' | 'nothing';
}): Db {
  const settings = [
    'synchronous_commit=on',
    `statement_timeout=${config.statementTimeoutMs ?? 15_000}`,
    `idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS}`,
    'timezone=UTC',
    `gongmun.reach=${config.reach ?? 'everything'}`,
  ];
  const connection = {
    connectionString: config.url,
    application_name: 'gongmun',
    connectionTimeoutMillis: 3_000,
    // What is sent at once is on its way at once (`reaching-client.ts`); answers come in the same order.
    pipeline: true,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
  };
  return createKnex({
    client: reachingClient(preparingClient()),
    // Bindings are names, titles and letters: they stay out of the messages of errors, which end in logs.
    compileSqlOnError: false,
    connection,
    pool: { min: 0, max: config.pool, acquireTimeoutMillis: 5_000 },
    acquireConnectionTimeout: 5_000,
    // What fails is thrown and told by whoever called; knex's own lines on the console would say it twice.
    log: { debug: silent, warn: silent, error: silent, deprecate: silent },
  });
}

function silent(): void {}

/** For what fails while a process starts: connections that stay open would keep the process from ending. */
export const closing =
  (db: Db) =>
  async (error: unknown): Promise<never> => {
    await db.destroy();
    throw error;
  };
