import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Client as PgClient } from 'pg';
import { type Child, waitFor } from '../local/child';
import { fillClosed } from './closed-rows';
import { anyTitleOf } from './desk-rows';
import type { Bench } from './environment';
import { AT_ONCE, inParallel, percentile, rounded } from './http';
import { fillBoxes } from './mailbox';
import { type Kind, measureReads, type Reads } from './scale-reads';
import { foldAll, measureStatistics } from './statistics';
import { fillTown } from './town';

const FEW = 10_000;
/** What Document 24 had carried by 2019. */
const CLOSED = 1_530_000;
const OPEN = 10_000;
/** Lifecycles that the product carries out itself, of lengths as in life; the others are copies of them. */
const TEMPLATES = 600;
const DECISIONS = 200;
const WARM_UP = 20;
const AWAY = 300;
const OUTCOMES = ['granted', 'granted', 'partially_granted', 'refused'];
const BARS = { reads: 1.5, statisticsMs: 300, cold: 3, workerMb: 600 };

export interface ScaleOptions {
  closed: number;
  open: number;
  /** A folder that stays, so that it can be gone on with. */
  dir: string | undefined;
}

/** `--scale [--closed N] [--open N] [--dir FOLDER]`; undefined where that is not asked for. */
export function scaleOptions(args: string[]): ScaleOptions | undefined {
  if (!args.includes('--scale')) return undefined;
  const { values } = parseArgs({
    args,
    options: {
      scale: { type: 'boolean' },
      closed: { type: 'string', default: String(CLOSED) },
      open: { type: 'string', default: String(OPEN) },
      dir: { type: 'string' },
    },
  });
  return { closed: Number(values.closed), open: Number(values.open), dir: values.dir };
}

export interface ScaleParts {
  bench: Bench;
  sql: PgClient;
  startApi(): Promise<Child>;
  startWorker(): Promise<Child>;
  /** @returns the submission's id and entity tag, once registered */
  submit(document: unknown): Promise<{ id: string; etag: string }>;
  /** @param how.wait seconds to wait for the effect; 0 takes it on only */
  decide(id: string, etag: string, how?: { outcome?: string; wait?: number }): Promise<unknown>;
  report(line: Record<string, unknown>): void;
  say(line: string): void;
  close(): Promise<void>;
}

/**
 * What a million and a half of closed documents do to the reading of all others, and ten thousand that wait to the engine.
 * Beside the installation with many there is one with few, for comparison.
 */
export async function measureScale(
  open: (dir?: string) => Promise<ScaleParts>,
  options: ScaleOptions,
): Promise<void> {
  const many = await open(options.dir);
  const few = await open();
  try {
    await fill(few, FEW, FEW);
    await fill(many, options.closed, Math.max(FEW, Math.round(options.closed / 10)));
    many.report({ bench: 'scale', what: 'summed up', ...(await foldAll(many.bench, many.sql)) });
    many.report({ bench: 'scale', what: 'distinct', ...(await distinct(many.sql)) });
    const worker = await many.startWorker();
    await openSome(many, options.open);
    await worker.stop();
    // What autovacuum does by itself some minutes after so many came.
    await many.sql.query('VACUUM ANALYZE submissions, search_terms');

    const [among, amongMany] = await measureReads(
      [
        { ...few, closed: FEW },
        { ...many, closed: options.closed },
      ],
      many.say,
    );
    if (among !== undefined && amongMany !== undefined)
      many.report(against(among, amongMany, options.closed));
    await few.close();
    const statistics = await measureStatistics(many.bench, many.sql, many.say, { rows: options.closed });
    const ok = Number(statistics.p95_ms) <= BARS.statisticsMs;
    many.report({ ...statistics, bench: 'scale', what: 'statistics', ok });

    const fresh = await many.startWorker();
    many.report(await measureDecisions(many));
    many.report(await measureReturn(many, fresh));
  } finally {
    await few.close();
    await many.close();
  }
}

/** Leaves an API running. */
async function fill(parts: ScaleParts, closed: number, documents: number): Promise<void> {
  const { bench, sql, say, report } = parts;
  const town = await fillTown(sql);
  await parts.startApi();
  const worker = await parts.startWorker();
  await closeTemplates(parts);
  await worker.stop();
  const started = Date.now();
  await fillClosed(sql, { url: bench.databaseUrl, town, until: closed }, say);
  await fillBoxes(bench, sql, documents, say);
  await sql.query('ANALYZE');
  report({ bench: 'scale', what: 'loaded', closed, documents, s: (Date.now() - started) / 1_000 });
}

function against(few: Reads, many: Reads, closed: number): Record<string, unknown> {
  const ratios = Object.fromEntries(
    Object.entries(many.p95).map(([kind, ms]) => [kind, rounded(ms / few.p95[kind as Kind])]),
  );
  const ok = Object.values(ratios).every((ratio) => ratio <= BARS.reads);
  return {
    bench: 'scale',
    what: 'read among many',
    closed,
    among_few_ms: few.p95,
    among_many_ms: many.p95,
    slowest_ms: many.slowest,
    ratios,
    bar: BARS.reads,
    ok,
  };
}

/** Letters of a few lines and of many pages; every outcome. */
async function closeTemplates({ sql, submit, decide, report, bench, say }: ScaleParts): Promise<void> {
  const there = await countOf(sql, "state = 'closed' AND party_person = 'demo-minji'");
  if (there >= TEMPLATES) return;
  say('  lifecycles by the product …');
  const before = await sizes(bench, sql);
  await inParallel(TEMPLATES - there, AT_ONCE, async (n) => {
    const { id, etag } = await submit(letter(n));
    await decide(id, etag, { outcome: OUTCOMES[n % OUTCOMES.length] ?? 'granted' });
  });
  // What still waits would wait in every copy.
  const settled = async () => {
    const { rows } = await sql.query(`SELECT (SELECT count(*)::int FROM archived_histories) AS archived,
      (SELECT count(*)::int FROM notices WHERE status <> 'sent') + (SELECT count(*)::int FROM log_queue)
        + (SELECT count(*)::int FROM commands WHERE status = 'accepted') AS waiting`);
    return rows[0].archived >= TEMPLATES && rows[0].waiting === 0;
  };
  await waitFor(settled, { within: 300_000, failed: 'What was closed did not come to rest.' });
  const after = await sizes(bench, sql);
  report({
    bench: 'scale',
    what: 'kept for each closed submission',
    ...perOne(before, after, TEMPLATES - there),
  });
}

/** About what closed ones are about. Half have less than a hundred and twenty characters, one in twenty more than six thousand. */
function letter(n: number) {
  const characters = Math.round(Math.min(20_000, 60 * Math.exp(Math.random() ** 3 * 5.5)));
  const sentence = '다음 사항을 확인하여 주시기 바라며, 필요한 서류는 따로 보내 드리겠습니다. ';
  const body = sentence
    .repeat(Math.ceil(characters / sentence.length))
    .slice(0, characters)
    .trim();
  return { letter: { title: anyTitleOf(n), body }, office: 'haneul-civil' };
}

async function openSome({ sql, submit, report, bench, say }: ScaleParts, wanted: number): Promise<void> {
  const there = await countOf(sql, "state = 'registered'");
  if (there >= wanted) return;
  const before = await sizes(bench, sql);
  let done = there;
  const seconds = await inParallel(wanted - there, AT_ONCE, async (n) => {
    await submit(letter(n));
    done += 1;
    if (done % 1_000 === 0) say(`  ${done} open`);
  });
  const after = await sizes(bench, sql);
  report({
    ...{ bench: 'scale', what: 'open', open: wanted, registered_per_s: rounded((wanted - there) / seconds) },
    ...perOne(before, after, wanted - there),
  });
}

/** On those that no worker has in memory, and on those that came just now. */
async function measureDecisions(parts: ScaleParts): Promise<Record<string, unknown>> {
  const { sql, submit, decide } = parts;
  const { rows } = await sql.query(
    "SELECT id, last_seq FROM submissions WHERE state = 'registered' ORDER BY md5(id::text) LIMIT $1",
    [DECISIONS],
  );
  const timed = async (id: string, etag: string) => {
    const started = process.hrtime.bigint();
    await decide(id, etag);
    return Number(process.hrtime.bigint() - started) / 1e6;
  };
  const fresh = async (n: number) => {
    const { id, etag } = await submit(letter(n));
    return timed(id, etag);
  };
  // The worker has just been started: what its code costs the first time is not the submissions'.
  for (let n = 0; n < WARM_UP; n += 1) await fresh(n);
  const cold: number[] = [];
  const warm: number[] = [];
  for (const [n, { id, last_seq }] of rows.entries()) {
    cold.push(await timed(id, `"${last_seq}"`));
    warm.push(await fresh(n));
  }
  const [coldP95, warmP95] = [percentile(cold, 0.95), percentile(warm, 0.95)];
  return {
    ...{ bench: 'scale', what: 'decisions', each: DECISIONS, cold_p95_ms: rounded(coldP95) },
    ...{ warm_p95_ms: rounded(warmP95), ratio: rounded(coldP95 / warmP95), bar: BARS.cold },
    ok: coldP95 <= BARS.cold * warmP95,
  };
}

/** Engine and worker are killed, decisions are taken meanwhile, and both come back with all that is open. */
async function measureReturn(parts: ScaleParts, worker: Child): Promise<Record<string, unknown>> {
  const { bench, sql, decide } = parts;
  const memory = await peakMb(worker);
  await bench.engine.kill();
  worker.kill();
  await worker.exited;
  const { rows } = await sql.query(
    "SELECT id, last_seq FROM submissions WHERE state = 'registered' ORDER BY md5(id::text) LIMIT $1",
    [AWAY],
  );
  await inParallel(
    rows.length,
    AT_ONCE,
    async (n) => void (await decide(rows[n].id, `"${rows[n].last_seq}"`, { wait: 0 })),
  );
  const open = await countOf(sql, "state = 'registered'");
  const started = Date.now();
  await bench.engine.start();
  const again = await parts.startWorker();
  const up = Date.now();
  const ids = rows.map(({ id }) => id);
  await waitFor(
    async () => {
      const left = await sql.query(
        "SELECT FROM submissions WHERE id = ANY ($1) AND state <> 'closed' LIMIT 1",
        [ids],
      );
      return left.rowCount === 0;
    },
    { within: 600_000, failed: 'What was decided while the engine was away was never carried out.' },
  );
  const caughtUp = Date.now();
  const peak = Math.max(memory, await peakMb(again));
  await again.stop();
  return {
    ...{
      bench: 'scale',
      what: 'back after engine and worker were killed',
      open,
      decided_meanwhile: rows.length,
    },
    ...{ ready_s: (up - started) / 1_000, caught_up_s: (caughtUp - started) / 1_000 },
    ...{ worker_peak_mb: peak, bar_mb: BARS.workerMb, ok: peak <= BARS.workerMb },
  };
}

/** The most memory that a process ever had (Linux: VmHWM). */
async function peakMb({ pid }: Child): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_024);
}

interface Sizes {
  postgres: number;
  keyStore: number;
  engine: number;
}

async function sizes(bench: Bench, sql: PgClient): Promise<Sizes> {
  await sql.query('CHECKPOINT');
  const { rows } = await sql.query(
    "SELECT pg_database_size('gongmun')::float8 AS postgres, pg_database_size('gongmun_keys')::float8 AS \"keyStore\"",
  );
  const files = await Promise.all(
    ['', '-wal'].map((suffix) =>
      stat(`${bench.engine.dbFile}${suffix}`).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return { ...rows[0], engine: files.reduce((sum, size) => sum + size, 0) };
}

const perOne = (before: Sizes, after: Sizes, count: number) => ({
  postgres_bytes: Math.round((after.postgres - before.postgres) / count),
  key_store_bytes: Math.round((after.keyStore - before.keyStore) / count),
  engine_bytes: Math.round((after.engine - before.engine) / count),
});

async function distinct(sql: PgClient): Promise<Record<string, number>> {
  const { rows } = await sql.query(`
    SELECT count(*)::int AS submissions, count(DISTINCT s.office)::int AS offices, count(DISTINCT s.form)::int AS forms,
      count(DISTINCT date_trunc('month', s.received_at))::int AS months, count(DISTINCT s.party_person)::int AS people,
      count(DISTINCT s.party_organisation)::int AS organisations, count(DISTINCT t.text)::int AS texts,
      count(DISTINCT octet_length(c.sealed))::int AS lengths
    FROM submissions s LEFT JOIN search_terms t ON t.submission_id = s.id
    LEFT JOIN submission_contents c ON c.submission_id = s.id`);
  return rows[0];
}

async function countOf(sql: PgClient, condition: string): Promise<number> {
  return (await sql.query(`SELECT count(*)::int AS count FROM submissions WHERE ${condition}`)).rows[0].count;
}
