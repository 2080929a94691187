declare module 'knex/lib/dialects/postgres' {
  import type { Knex } from 'knex';

  export interface PostgresQuery {
    sql: string;
    bindings?: readonly unknown[];
    /** Added to what pg's `query` is given. */
    options?: object;
    /** What the builder was given with `queryContext`. */
    queryContext?: { reach?: string } | undefined;
  }

  /** knex's dialect for PostgreSQL; its own types leave the dialects out. */
  // biome-ignore lint/style/noDefaultExport: what the module itself gives
  export default class PostgresClient extends Knex.Client {
    /** Set of the client of a transaction. */
    transacting?: boolean;
    _query(connection: unknown, query: PostgresQuery): Promise<unknown>;
    transaction(container: unknown, config: { reach?: string }, outerTx: unknown): Knex.Transaction;
  }
}

declare module 'knex/lib/dialects/postgres/execution/pg-transaction' {
  import type PostgresClient from 'knex/lib/dialects/postgres';

  // biome-ignore lint/style/noDefaultExport: what the module itself gives
  export default class PostgresTransaction {
    constructor(client: PostgresClient, container: unknown, config: { reach?: string }, outerTx: unknown);
    query(connection: unknown, sql: string, status?: number, value?: unknown): Promise<unknown>;
  }
}
