import type { Client as PgClient } from 'pg';
import { waitFor } from '../local/child';
import type { Bench } from './environment';
import { AT_ONCE, inParallel, median, post, rounded } from './http';
import { DOCUMENT, type Product, startApi, startWorker } from './product';

const ROUNDS = 3;
const BAR = 0.15;

/** (a) Acceptance against a bare insert, with delivery off, then on. */
export async function measureAcceptance(
  bench: Bench,
  product: Product,
  sql: PgClient,
  report: (line: Record<string, unknown>) => void,
): Promise<void> {
  const barePort = await bench.port();
  const bareUrl = `http://127.0.0.1:${barePort}/insert`;
  const listens = async () => (await post(bareUrl, {})).status === 201;
  const bare = await bench.start(
    'bench/bare-server.ts',
    { PORT: String(barePort), DATABASE_URL: bench.databaseUrl },
    listens,
  );
  const api = await startApi(bench, { DELIVERY: 'off' });
  const rates: { bare: number; paused: number }[] = [];
  await inParallel(100, AT_ONCE, async () => void (await product.submit(0)));
  for (let n = 0; n < ROUNDS; n += 1) {
    const bareSeconds = await inParallel(1_500, AT_ONCE, async () => {
      if ((await post(bareUrl, DOCUMENT)).status !== 201) throw new Error('The bare insert failed.');
    });
    const pausedSeconds = await inParallel(500, AT_ONCE, async () => void (await product.submit(0)));
    rates.push({ bare: 1_500 / bareSeconds, paused: 500 / pausedSeconds });
  }
  await api.stop();
  await bare.stop();
  const [barePerS, pausedPerS] = [
    median(rates.map((rate) => rate.bare)),
    median(rates.map((rate) => rate.paused)),
  ];
  const ratio = median(rates.map((rate) => rate.paused / rate.bare));
  report({
    bench: 'a',
    delivery: 'off',
    accepted_per_s: rounded(pausedPerS),
    bare_per_s: rounded(barePerS),
    ratio: rounded(ratio, 3),
    bar: BAR,
    ok: ratio >= BAR,
  });

  await sql.query('UPDATE outbox SET delivered_at = now(), deliveries = 1');
  const running = [await startApi(bench), await startWorker(bench, { NOTICES: 'off' })];
  const before = await waiting(sql);
  const seconds = await inParallel(1_000, AT_ONCE, async () => void (await product.submit(0)));
  const drain = await timed(() => drained(sql, before));
  await Promise.all(running.map((child) => child.stop()));
  report({
    bench: 'a',
    delivery: 'on',
    accepted_per_s: rounded(1_000 / seconds),
    errors: 0,
    drain_s: rounded(drain),
  });
  // What was accepted while delivery was off has served its purpose.
  await sql.query(
    "UPDATE submissions SET state = 'withdrawn', next_due_at = NULL WHERE state = 'accepted'; DELETE FROM outbox",
  );
}

async function waiting(sql: PgClient): Promise<number> {
  return Number((await sql.query("SELECT count(*) FROM submissions WHERE state = 'accepted'")).rows[0].count);
}

function drained(sql: PgClient, rest: number): Promise<void> {
  return waitFor(async () => (await waiting(sql)) <= rest, {
    within: 120_000,
    failed: 'The backlog did not drain.',
  });
}

async function timed(act: () => Promise<void>): Promise<number> {
  const started = Date.now();
  await act();
  return (Date.now() - started) / 1_000;
}
