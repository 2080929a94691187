import type { Knex } from 'knex';
import { escapeLiteral } from 'pg';
import type { Reach } from '../domain/reach';
import type { Db } from './knex';

/**
 * The same database and pool, in which every statement sees the rows of `reach` and no others (decision 0051). The
 * settings are local to a transaction: with `BEGIN` they cost no round trip; a statement by itself gets a transaction of
 * its own. Given a handle that has a reach, the new one replaces it.
 */
export function withinReach(db: Db, reach: Reach): Db {
  // `reaching-client.ts` finds it beside a query and a transaction.
  const settings = { reach: settingsOf(reach) };
  const builder = () => db.queryBuilder().queryContext(settings);
  return new Proxy(db, {
    apply: (_target, _this, [table]: [string]) => builder().from(table),
    get(target, name) {
      if (name === 'transaction')
        return <T>(work: (tx: Knex.Transaction) => Promise<T>, config?: Knex.TransactionConfig) =>
          // Of a reach around this one the outer counts.
          target.transaction(work, { ...settings, ...config });
      if (name === 'raw')
        return (sql: string, bindings: Knex.RawBinding[]) => target.raw(sql, bindings).queryContext(settings);
      if (name === 'queryBuilder') return builder;
      return Reflect.get(target, name, target);
    },
  });
}

function settingsOf({ level, person, ...lists }: Reach): string {
  const settings = [`SET LOCAL gongmun.reach=${escapeLiteral(level)}`];
  if (person !== '') settings.push(`SET LOCAL gongmun.person=${escapeLiteral(person)}`);
  for (const [name, values] of Object.entries(lists))
    if (values.length > 0) settings.push(`SET LOCAL gongmun.${name}=${escapeLiteral(arrayOf(values))}`);
  return settings.join(';');
}

/** As PostgreSQL reads a `text[]`. */
const arrayOf = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
