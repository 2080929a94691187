import type { Knex } from 'knex';
import type PostgresClient from 'knex/lib/dialects/postgres';
import type { PostgresQuery } from 'knex/lib/dialects/postgres';
import PostgresTransaction from 'knex/lib/dialects/postgres/execution/pg-transaction';

/**
 * knex's PostgreSQL dialect for handles that have a reach (`within-reach.ts`): the settings travel with `BEGIN`, in the
 * same message, and end with the transaction, so that nothing of them is left on a connection that goes back to the pool.
 */
export function reachingClient(dialect: typeof PostgresClient): typeof PostgresClient {
  return class extends dialect {
    override transaction(container: unknown, config: { reach?: string }, outerTx: unknown): Knex.Transaction {
      const begun: unknown = new ReachingTransaction(this, container, config, outerTx);
      return begun as Knex.Transaction;
    }

    override _query(connection: unknown, query: PostgresQuery): Promise<unknown> {
      const reach = query.queryContext?.reach;
      if (reach === undefined || this.transacting === true) return super._query(connection, query);
      return alone(reach, query, (one) => super._query(connection, one));
    }
  };
}

/**
 * One statement in a transaction of its own, sent whole before anything of it is answered (`pipeline` of
 * `openDatabase`): one round trip. Where it fails, `COMMIT` rolls back; where even that fails the connection is gone, and
 * with it the transaction. Without its settings it would see nobody's rows.
 */
async function alone(
  reach: string,
  query: PostgresQuery,
  send: (query: PostgresQuery) => Promise<unknown>,
): Promise<unknown> {
  const [begun, answer, ended] = await Promise.allSettled([
    send({ sql: `BEGIN;${reach}` }),
    send(query),
    send({ sql: 'COMMIT' }),
  ]);
  for (const one of [begun, answer, ended]) if (one.status === 'rejected') throw one.reason;
  return query;
}

class ReachingTransaction extends PostgresTransaction {
  private readonly reach: string | undefined;

  constructor(client: PostgresClient, container: unknown, config: { reach?: string }, outerTx: unknown) {
    super(client, container, config, outerTx);
    this.reach = config.reach;
  }

  override query(connection: unknown, sql: string, status?: number, value?: unknown): Promise<unknown> {
    const begins = this.reach !== undefined && sql.startsWith('BEGIN');
    return super.query(connection, begins ? `${sql}${this.reach}` : sql, status, value);
  }
}
