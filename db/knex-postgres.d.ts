declare module 'knex/lib/dialects/postgres' {
  import type { Knex } from 'knex';

  export interface PostgresQuery {
    sql: string;
    bindings?: readonly unknown[];
    /** Added to what pg's `query` is given. */
    options?: object;
  }

  /** knex's dialect for PostgreSQL; its own types leave the dialects out. */
  // biome-ignore lint/style/noDefaultExport: what the module itself gives
  export default class PostgresClient extends Knex.Client {
    _query(connection: unknown, query: PostgresQuery): Promise<unknown>;
  }
}
