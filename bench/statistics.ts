import type { Client as PgClient } from 'pg';
import { STATISTIC_DIMENSIONS } from '../domain/statistics';
import { fillDesks } from './desk-rows';
import type { Bench } from './environment';
import { percentile } from './http';

const SUBMISSIONS = 100_000;
const ROUNDS = 4;
/** What it should come to; told, not held as a bar. */
const AIM_P95_MS = 300;

/**
 * (h) The public statistics at 100,000 submissions, by each dimension over a year and over two, each period asked once, so that every
 * answer is counted and none is one that was kept.
 */
export async function measureStatistics(
  bench: Bench,
  sql: PgClient,
  say: (line: string) => void,
): Promise<Record<string, unknown>> {
  await fillDesks(sql, SUBMISSIONS, say);
  // The desks need none of this: when it was decided and closed, how, and what the party thought of it.
  await sql.query(`
    UPDATE submissions SET decided_at = received_at + interval '3 days', closed_at = received_at + interval '3 days',
      outcome = (ARRAY['granted', 'partially_granted', 'refused', 'noted'])[1 + abs(hashtext(id::text)) % 4]
    WHERE state = 'closed' AND outcome IS NULL;
    INSERT INTO survey_answers (submission_id, office, rating, answered_at)
    SELECT id, office, 1 + abs(hashtext(id::text)) % 5, closed_at FROM submissions
    WHERE outcome IS NOT NULL AND abs(hashtext(id::text)) % 10 = 0 ON CONFLICT DO NOTHING`);
  await sql.query('VACUUM ANALYZE submissions');
  await sql.query('VACUUM ANALYZE survey_answers');
  const times: number[] = [];
  const worst: Record<string, number> = {};
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const by of STATISTIC_DIMENSIONS)
      for (const months of [12, 24]) {
        const ms = await read(`${bench.api}/v1/statistics?by=${by}&${periodOf(months, round)}`);
        if (round === 0) continue;
        times.push(ms);
        worst[`${by} ${months} months`] = Math.max(worst[`${by} ${months} months`] ?? 0, rounded(ms));
      }
    say(`  round ${round} of ${ROUNDS}${round === 0 ? ' (warming up)' : ''}`);
  }
  const p95 = rounded(percentile(times, 0.95));
  return {
    ...{ bench: 'h', submissions: SUBMISSIONS, requests: times.length },
    ...{ p50_ms: rounded(percentile(times, 0.5)), p95_ms: p95, max_ms: rounded(Math.max(...times)) },
    ...{ aim_p95_ms: AIM_P95_MS, worst_ms: worst },
  };
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

const rounded = (ms: number) => Number(ms.toFixed(1));
