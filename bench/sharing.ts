import type { Client as PgClient } from 'pg';
import type { Child } from '../local/child';
import type { Bench } from './environment';
import { AT_ONCE, inParallel, tenths } from './http';

const BURST = 2_000;
const WARM_UP = 60;
const LIFECYCLES = 150;
const SHARES = [
  { apis: 1, workers: 1 },
  { apis: 2, workers: 1 },
  { apis: 1, workers: 2 },
  { apis: 2, workers: 2 },
];

/** One lifecycle at the API of this address; a submission, which is answered once it is accepted. */
export interface Load {
  submit(wait: number, api: string): Promise<unknown>;
  lifecycle(api: string): Promise<unknown>;
}

/**
 * (i) One and two API processes, one and two workers: a burst of 2,000 submissions at once with the delivery off, and whole
 * lifecycles a second, spread over the APIs.
 */
export async function* measureSharing(
  bench: Bench,
  sql: PgClient,
  load: Load,
  say: (line: string) => void,
): AsyncGenerator<Record<string, unknown>> {
  for (const { apis, workers } of SHARES) {
    say(`  ${apis} API, ${workers} worker`);
    const burst = await burstOf(bench, apis, load);
    await sql.query(
      "UPDATE submissions SET state = 'withdrawn', next_due_at = NULL WHERE state = 'accepted'",
    );
    await sql.query('DELETE FROM outbox');
    const lifecycles = await lifecyclesOf(bench, apis, workers, load);
    yield {
      ...{ bench: 'i', apis, workers, burst: BURST, refused: 0, accepted_s: tenths(burst) },
      ...{ accepted_per_s: tenths(BURST / burst), lifecycles_per_s: tenths(LIFECYCLES / lifecycles) },
    };
  }
}

/** @returns seconds until the last of them was accepted, however long it has to wait */
async function burstOf(bench: Bench, apis: number, load: Load): Promise<number> {
  const started = await startApis(bench, apis, { DELIVERY: 'off', REQUESTS_WAIT: 'PT10M' });
  const submit = (index: number) => load.submit(0, started.urlOf(index));
  await inParallel(WARM_UP * apis, AT_ONCE, async (index) => void (await submit(index)));
  const seconds = await inParallel(BURST, BURST, async (index) => void (await submit(index)));
  await stop(started.children);
  return seconds;
}

/** @returns seconds until the last of them was closed */
async function lifecyclesOf(bench: Bench, apis: number, workers: number, load: Load): Promise<number> {
  const started = await startApis(bench, apis, {});
  const children = [...started.children];
  for (let n = 0; n < workers; n += 1) children.push(await startWorker(bench));
  const live = async (index: number) => void (await load.lifecycle(started.urlOf(index)));
  await inParallel(WARM_UP, AT_ONCE, live);
  const seconds = await inParallel(LIFECYCLES, AT_ONCE, live);
  await stop(children);
  return seconds;
}

async function startApis(bench: Bench, count: number, env: NodeJS.ProcessEnv) {
  const children: Child[] = [];
  const urls: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const port = await bench.port();
    const url = `http://127.0.0.1:${port}`;
    const answers = async () => (await fetch(`${url}/healthz`)).status === 200;
    children.push(await bench.start('api/main.ts', { ...env, PORT: String(port) }, answers));
    urls.push(url);
  }
  return { children, urlOf: (index: number) => urls[index % count] ?? '' };
}

async function startWorker(bench: Bench): Promise<Child> {
  const port = await bench.port();
  const answers = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  return bench.start('worker/main.ts', { NOTICES: 'off', METRICS_PORT: String(port) }, answers);
}

const stop = (children: Child[]) => Promise.all(children.map((child) => child.stop()));
