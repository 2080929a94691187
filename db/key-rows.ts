import type { KeyRows } from '../adapters/content-keys';
import { type Db, openDatabase, type Tx } from './knex';

/** A process asks for few keys at a time, and never holds a connection for longer than one statement. */
const POOL = 4;

/** The rows of the key store. Whoever deletes one has destroyed what its key opens. */
export function openKeyRows(url: string): KeyRows {
  const db = openDatabase({ url, pool: POOL });
  return {
    async insert(keys) {
      // A master that others have retired since is entered again with what it wraps.
      await db.raw(
        `WITH k AS (
           SELECT * FROM unnest(?::uuid[], ?::bytea[], ?::text[]) AS x (id, wrapped, master)
         ), m AS (
           INSERT INTO master_keys (id) SELECT DISTINCT master FROM k ON CONFLICT DO NOTHING
         )
         INSERT INTO content_keys (id, wrapped, master) SELECT id, wrapped, master FROM k`,
        columnsOf(keys),
      );
    },
    async find(ids) {
      const { rows } = await db.raw(
        'SELECT id, wrapped, master FROM content_keys WHERE id = ANY (?::uuid[])',
        [ids],
      );
      return rows;
    },
    async remove(ids) {
      await db.raw('DELETE FROM content_keys WHERE id = ANY (?::uuid[])', [ids]);
    },
    agreeOnMaster: (newest, known) => db.transaction((tx) => agreeOnMaster(tx, newest, known)),
    rewrap: (newest, limit, wrap) => db.transaction((tx) => rewrap(tx, newest, limit, wrap)),
    retireMasters: (newest) => retireMasters(db, newest),
    close: () => db.destroy(),
  };
}

type Wrapped = Parameters<KeyRows['insert']>[0];

const columnsOf = (keys: Wrapped) => [
  keys.map(({ id }) => id),
  keys.map(({ wrapped }) => wrapped),
  keys.map(({ master }) => master),
];

/** One process after the other, so that of two that begin with different first keys the second is told. */
async function agreeOnMaster(tx: Tx, newest: string, known: string[]): Promise<string[]> {
  await tx.raw('LOCK TABLE master_keys IN SHARE ROW EXCLUSIVE MODE');
  const entered: string[] = await tx('master_keys').pluck('id');
  const foreign = entered.filter((id) => !known.includes(id));
  if (foreign.length === 0) await tx('master_keys').insert({ id: newest }).onConflict().ignore();
  return foreign;
}

async function rewrap(
  tx: Tx,
  newest: string,
  limit: number,
  wrap: (keys: Wrapped) => Promise<Wrapped>,
): Promise<number> {
  const { rows } = await tx.raw(
    'SELECT id, wrapped, master FROM content_keys WHERE master <> ? LIMIT ? FOR UPDATE',
    [newest, limit],
  );
  await tx.raw(
    `UPDATE content_keys c SET wrapped = x.wrapped, master = x.master
     FROM unnest(?::uuid[], ?::bytea[], ?::text[]) AS x (id, wrapped, master) WHERE c.id = x.id`,
    columnsOf(await wrap(rows)),
  );
  return rows.length;
}

async function retireMasters(db: Db, newest: string): Promise<string[]> {
  const { rows } = await db.raw(
    `DELETE FROM master_keys m WHERE m.id <> ?
       AND NOT EXISTS (SELECT 1 FROM content_keys k WHERE k.master = m.id) RETURNING m.id`,
    [newest],
  );
  return rows.map(({ id }: { id: string }) => id);
}
