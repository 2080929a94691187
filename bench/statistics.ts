import type { Client as PgClient } from 'pg';
import { openDatabase } from '../db/knex';
import { STATISTIC_DIMENSIONS } from '../domain/statistics';
import { foldStatistics } from '../usecases/fold-statistics';
import { fillDesks } from './desk-rows';
import type { Bench } from './environment';
import { percentile, tenths } from './http';

const SUBMISSIONS = 100_000;
const ROUNDS = 4;
/** What it should come to; told, not held as a bar. */
const AIM_P95_MS = 300;

/** A city's two years, decided and closed, with what the parties thought of it. */
export async function fillStatistics(
  sql: PgClient,
  count: number,
  say: (line: string) => void,
): Promise<void> {
  await fillDesks(sql, count, say);
  // The desks need none of this: when it was decided and closed, how, and what the party thought of it.
  await sql.query(`
    UPDATE submissions SET decided_at = received_at + took.time, closed_at = received_at + took.time,
      outcome = (ARRAY['granted', 'partially_granted', 'refused', 'noted'])[1 + abs(hashtext(id::text)) % 4]
    FROM (SELECT id AS ended, interval '1 second' * (abs(hashtext(id::text || 'took')) % 1_200_000) AS time
      FROM submissions) took
    WHERE id = took.ended AND state = 'closed' AND outcome IS NULL;
    UPDATE submissions SET closed_at = received_at + interval '1 day'
    WHERE state IN ('returned', 'withdrawn') AND closed_at IS NULL;
    INSERT INTO survey_answers (submission_id, office, rating, answered_at)
    SELECT id, office, 1 + abs(hashtext(id::text)) % 5, closed_at FROM submissions
    WHERE outcome IS NOT NULL AND abs(hashtext(id::text)) % 10 = 0 ON CONFLICT DO NOTHING`);
}

/**
 * (h) The public statistics at 100,000 submissions, by each dimension over a year and over two, each period asked once, so that every
 * answer is counted and none is one that was kept. What has ended is summed up before, as the worker does every hour.
 * @param given.rows how many submissions are there already; without it so many as the figures are told of are made
 */
export async function measureStatistics(
  bench: Bench,
  sql: PgClient,
  say: (line: string) => void,
  given: { rows?: number } = {},
): Promise<Record<string, unknown>> {
  const submissions = given.rows ?? SUBMISSIONS;
  if (given.rows === undefined) await fillStatistics(sql, submissions, say);
  const folded = await foldAll(bench, sql);
  say(`  ${folded.facts} ends and answers summed up in ${folded.seconds} s`);
  // What autovacuum does by itself some minutes after.
  for (const table of ['submissions', 'survey_answers', 'statistics_queue', 'statistics_cells'])
    await sql.query(`VACUUM ANALYZE ${table}`);
  const times: number[] = [];
  const worst: Record<string, number> = {};
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const by of STATISTIC_DIMENSIONS)
      for (const months of [12, 24]) {
        const ms = await read(`${bench.api}/v1/statistics?by=${by}&${periodOf(months, round)}`);
        if (round === 0) continue;
        times.push(ms);
        worst[`${by} ${months} months`] = Math.max(worst[`${by} ${months} months`] ?? 0, tenths(ms));
      }
    say(`  round ${round} of ${ROUNDS}${round === 0 ? ' (warming up)' : ''}`);
  }
  const p95 = tenths(percentile(times, 0.95));
  return {
    ...{ bench: 'h', submissions, not_ended: await notEnded(sql), fold_s: folded.seconds },
    requests: times.length,
    ...{ p50_ms: tenths(percentile(times, 0.5)), p95_ms: p95, max_ms: tenths(Math.max(...times)) },
    ...{ aim_p95_ms: AIM_P95_MS, worst_ms: worst },
  };
}

/** What has ended, summed up as the worker does it, to the end. */
export async function foldAll(bench: Bench, sql: PgClient): Promise<{ facts: number; seconds: number }> {
  const { rows } = await sql.query('SELECT count(*) AS facts FROM statistics_queue');
  const db = openDatabase({ url: bench.databaseUrl, pool: 1 });
  try {
    const started = Date.now();
    await foldStatistics({ db, now: () => new Date() });
    return { facts: Number(rows[0].facts), seconds: tenths((Date.now() - started) / 1_000) };
  } finally {
    await db.destroy();
  }
}

async function notEnded(sql: PgClient): Promise<number> {
  const { rows } = await sql.query('SELECT count(*) AS n FROM submissions WHERE closed_at IS NULL');
  return Number(rows[0].n);
}

/** As many months up to one that lies a little further back in each round. */
function periodOf(months: number, round: number): string {
  const now = new Date();
  const monthAt = (back: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7);
  return `from=${monthAt(round + months - 1)}&until=${monthAt(round)}`;
}

async function read(url: string): Promise<number> {
  const started = process.hrtime.bigint();
  const answer = await fetch(url);
  await answer.json();
  if (answer.status !== 200) throw new Error(`The statistics answered ${answer.status}.`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}
