import PostgresClient, { type PostgresQuery } from 'knex/lib/dialects/postgres';

/** A text used this often is worth a plan of its own in every connection. */
const USES = 3;
/** Plans take memory in each connection; what comes later than so many is planned each time. */
const MOST = 200;
/**
 * Before a text whose plan must fit what is asked for: a rare word asks for another than a common one, and PostgreSQL
 * gives up telling them apart when a named statement has been used five times.
 */
export const PLANNED_ANEW = '/* planned anew */ ';
/** Texts that are counted; generated ones (a list of another length each time) must not fill the memory. */
const COUNTED = 5_000;

/**
 * knex's PostgreSQL dialect with server-side prepared statements: parsing and planning took longer than executing.
 * The same texts come again and again here, and pg prepares a named one once per connection (PREPARE in the
 * PostgreSQL manual). A pooler between must keep prepared statements (pgbouncer does from 1.21).
 */
export function preparingClient(): typeof PostgresClient {
  const nameOf = namesOfStatements();
  return class extends PostgresClient {
    override _query(connection: unknown, query: PostgresQuery): Promise<unknown> {
      const anew = query.sql.startsWith(PLANNED_ANEW) || !query.bindings?.length;
      const name = anew ? undefined : nameOf(query.sql);
      if (name !== undefined) query.options = { ...query.options, name };
      return super._query(connection, query);
    }
  };
}

/** @returns a function that gives each text its name from its third use on */
function namesOfStatements(): (sql: string) => string | undefined {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  return (sql) => {
    const name = names.get(sql);
    if (name !== undefined || names.size >= MOST) return name;
    const count = (uses.get(sql) ?? 0) + 1;
    if (count < USES) {
      if (count > 1 || uses.size < COUNTED) uses.set(sql, count);
      return undefined;
    }
    uses.delete(sql);
    const fresh = `gongmun_${names.size}`;
    names.set(sql, fresh);
    return fresh;
  };
}
