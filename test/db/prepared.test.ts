import { type Db, openDatabase } from '../../db/knex';
import { createTestDatabase } from '../support/parts';

describe('statements', () => {
  let database: { url: string; drop(): Promise<void> };
  let db: Db;
  beforeEach(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, pool: 2 });
  });
  afterEach(async () => {
    await db.destroy();
    await database.drop();
  });

  const prepared = async (): Promise<string[]> =>
    (await db.raw('SELECT statement FROM pg_prepared_statements ORDER BY prepare_time')).rows.map(
      (row: { statement: string }) => row.statement,
    );

  it('are prepared from their third use on, inside transactions as well, and give the same rows', async () => {
    const ask = (n: number) => db.transaction((tx) => tx.raw('SELECT ?::int + 1 AS next', [n]));
    for (const n of [1, 2]) expect((await ask(n)).rows).toEqual([{ next: n + 1 }]);
    expect(await prepared()).toEqual([]);
    for (const n of [3, 4]) expect((await ask(n)).rows).toEqual([{ next: n + 1 }]);
    expect(await prepared()).toEqual(['SELECT $1::int + 1 AS next']);
  });

  it('are not prepared without end', async () => {
    for (let text = 0; text < 250; text += 1) {
      for (let use = 0; use < 3; use += 1) await db.raw(`SELECT ?::int AS c${text}`, [use]);
    }
    expect(await prepared()).toHaveLength(200);
    expect((await db.raw('SELECT ?::int AS c249', [7])).rows).toEqual([{ c249: 7 }]);
  });

  it('still answer on a new connection, where nothing is prepared', async () => {
    const ask = () => db.raw('SELECT ?::text AS said', ['x']);
    for (let use = 0; use < 4; use += 1) await ask();
    // The transaction holds the connection that has it prepared.
    await db.transaction(async (tx) => {
      expect((await tx.raw('SELECT count(*) AS plans FROM pg_prepared_statements')).rows[0].plans).toBe(1);
      expect((await ask()).rows).toEqual([{ said: 'x' }]);
    });
  });
});
