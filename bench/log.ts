import { generateKeyPairSync, sign } from 'node:crypto';
import type { Client as PgClient } from 'pg';
import { openDatabase } from '../db/knex';
import { inclusionPath } from '../db/log-proofs';
import { findLeaf } from '../db/log-store';
import { hashOfLeaf } from '../domain/log-leaf';
import { rootFromPath } from '../domain/merkle-proofs';
import { sealRound } from '../worker/seal-round';
import type { Bench } from './environment';
import { percentile, rounded, tenths } from './http';

const EVIDENCES = 100_000;
const PROOFS = 200;
const MOST = 10_000;
/** Sealing reads, hashes and writes three rows for each that a bare copy writes; a proof needs some 20 rows. */
const BAR = { sealing: 0.1, proving: 20 };

/** (f) What the log costs: sealing evidences beside a bare copy of as many rows, and proving one of them. */
export async function measureLog(
  bench: Bench,
  sql: PgClient,
  submission: string,
  say: (line: string) => void,
): Promise<Record<string, unknown>[]> {
  say(`  writing ${EVIDENCES} evidences …`);
  await writeEvidences(sql, submission);
  const bareSeconds = await bareCopy(sql);
  const db = openDatabase({ url: bench.databaseUrl, pool: 2 });
  try {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const key = {
      publicKey: raw,
      sign: async (data: Uint8Array) => new Uint8Array(sign(null, data, privateKey)),
    };
    const deps = {
      db,
      origin: 'bench.invalid/log',
      logKey: async () => key,
      now: () => new Date(),
      most: MOST,
    };
    const faulty = () => {
      throw new Error('A row of the bench cannot be sealed.');
    };
    const queued = Number((await sql.query('SELECT count(*) FROM log_queue')).rows[0].count);
    const started = Date.now();
    while ((await sealRound({ ...deps, faulty })) === 'more');
    const seconds = (Date.now() - started) / 1_000;
    const ratio = bareSeconds / EVIDENCES / (seconds / queued);
    const sealing = {
      ...{
        bench: 'f',
        what: 'sealing against a bare copy of the rows',
        leaves: queued,
        seconds: rounded(seconds),
      },
      ...{ sealed_per_s: rounded(queued / seconds), bare_per_s: rounded(EVIDENCES / bareSeconds) },
      ...{ ratio: rounded(ratio, 3), bar: BAR.sealing, ok: ratio >= BAR.sealing },
    };
    return [sealing, await proving(db, sql)];
  } finally {
    await db.destroy();
  }
}

/** Payloads of the usual length, each with its own digest; the trigger queues them. */
async function writeEvidences(sql: PgClient, submission: string): Promise<void> {
  await sql.query(
    `INSERT INTO evidences (id, submission_id, sequence, event, at, command_seq, payload, jws, digest)
     SELECT gen_random_uuid(), $1, 1000 + n, 'Assigned', now(), 1, payload, repeat('j', 900),
       rtrim(translate(encode(sha256(convert_to(payload, 'UTF8')), 'base64'), '+/', '-_'), '=')
     FROM (SELECT n, '{"sequence":' || n || ',"padding":"' || repeat('x', 500) || '"}' AS payload
           FROM generate_series(1, $2::int) n) made`,
    [submission, EVIDENCES],
  );
}

/** The same identifiers and digests into a table with the same indexes, as many at a time as the sealer takes. */
async function bareCopy(sql: PgClient): Promise<number> {
  await sql.query(
    `CREATE TABLE bare_leaves (index bigint PRIMARY KEY, kind text, subject text, digest text, UNIQUE (kind, subject));
     CREATE INDEX ON bare_leaves (digest, kind)`,
  );
  const { rows } = await sql.query(
    'SELECT id, digest FROM evidences WHERE sequence > 1000 ORDER BY sequence',
  );
  const started = Date.now();
  for (let at = 0; at < rows.length; at += 1_000) {
    const some = rows.slice(at, at + 1_000);
    await sql.query(
      "INSERT INTO bare_leaves SELECT i, 'evidence', s, d FROM unnest($1::bigint[], $2::text[], $3::text[]) AS x (i, s, d)",
      [some.map((_, n) => at + n), some.map(({ id }) => id), some.map(({ digest }) => digest)],
    );
  }
  const seconds = (Date.now() - started) / 1_000;
  await sql.query('DROP TABLE bare_leaves');
  return seconds;
}

async function proving(db: ReturnType<typeof openDatabase>, sql: PgClient): Promise<Record<string, unknown>> {
  const [{ size, root }] = (await sql.query('SELECT size, root FROM checkpoints ORDER BY size DESC LIMIT 1'))
    .rows;
  const { rows } = await sql.query('SELECT digest FROM evidences ORDER BY random() LIMIT $1', [PROOFS]);
  const [times, bare]: [number[], number[]] = [[], []];
  const timed = async <T>(into: number[], act: () => Promise<T>): Promise<T> => {
    const started = process.hrtime.bigint();
    const result = await act();
    into.push(Number(process.hrtime.bigint() - started) / 1e6);
    return result;
  };
  for (const { digest } of rows) {
    await timed(bare, () => db.raw('SELECT payload FROM evidences WHERE digest = ?', [digest]));
    const root2 = await timed(times, async () => {
      const leaf = await findLeaf(db, { kind: 'evidence', digest });
      if (leaf === undefined) throw new Error('An evidence is not in the log.');
      const path = await inclusionPath(db, leaf.index, size);
      return rootFromPath({ hash: hashOfLeaf(leaf), index: leaf.index, size }, path);
    });
    if (root2 === undefined || !root.equals(Buffer.from(root2))) throw new Error('A proof does not hold.');
  }
  const [p50, p95] = [0.5, 0.95].map((p) => rounded(percentile(times, p)));
  const ratio = percentile(times, 0.5) / percentile(bare, 0.5);
  return {
    ...{
      bench: 'f',
      what: 'finding, proving and checking one, against reading it',
      tree: size,
      proofs: PROOFS,
    },
    ...{ p50_ms: p50, p95_ms: p95, bare_p50_ms: rounded(percentile(bare, 0.5)) },
    ...{ ratio: tenths(ratio), bar_at_most: BAR.proving, ok: ratio <= BAR.proving },
  };
}
