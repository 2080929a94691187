import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { Client as PgClient } from 'pg';
import { waitFor } from '../local/child';
import { measureDesk } from './desk';
import { type Bench, startBench } from './environment';
import { inParallel, median, percentile, post, rounded, tenths } from './http';
import { measureLog } from './log';
import { measureMailbox } from './mailbox';
import { measureScale, type ScaleParts, scaleOptions } from './scale';
import { measureSharing } from './sharing';
import { measureStatistics } from './statistics';

const AT_ONCE = 50;
const ROUNDS = 3;
/** Lifecycles before a rate is taken, so that fresh processes are measured as they run and not as they compile. */
const WARM_UP = 300;
const BARS = {
  accepted: 0.15,
  lifecycle: 0.45,
  withMail: 0.3,
  textbook: 1.7,
  events: 40,
  bytes: 32 * 1024,
  p95: 150,
};

let missed = false;

function report(line: Record<string, unknown>): void {
  if (line.ok === false) missed = true;
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const say = (line: string) => process.stderr.write(`${line}\n`);

const form = JSON.parse(readFileSync(`${__dirname}/../forms/resident-certificate-request.json`, 'utf8'));
const DOCUMENT = { form: { id: form.id }, answers: form.example };
const REFUSAL = { reasons: 'Only in part, for it came late.', remedy: 'An objection within ninety days.' };
const DECISION = { outcome: 'granted', reply: { title: 'Decision', body: 'Granted as asked.' } };

/** `npm run bench [-- a b c d e f g h i]`: the figures of the product beside what they are measured against; `--scale`: among many. */
async function main(): Promise<void> {
  const scale = scaleOptions(process.argv.slice(2));
  const wanted = process.argv.slice(2).filter((argument) => /^[a-i]$/.test(argument));
  // How several processes share the load is measured where it is asked for: it takes as long as all the others.
  const parts = wanted.length === 0 ? ['d', 'c', 'a', 'b', 'e', 'f', 'g', 'h'] : wanted;
  say('Starting the parts …');
  if (scale === undefined) await measureParts(parts);
  else await measureScale(openScale, scale);
  if (missed) process.exitCode = 1;
}

async function connect(bench: Bench) {
  const sql = new PgClient({ connectionString: bench.databaseUrl });
  await sql.connect();
  const tokens = { party: await bench.token('demo-minji'), official: await bench.token('demo-handler1') };
  return { sql, product: createProduct(bench, tokens) };
}

async function measureParts(parts: string[]): Promise<void> {
  const bench = await startBench(say);
  const { sql, product } = await connect(bench);
  try {
    for (const part of parts) {
      say(`Measuring (${part}) …`);
      if (part === 'a') await acceptance(bench, product, sql);
      if (part === 'b') await lifecycles(bench, product, sql);
      if (part === 'c') await histories(bench, product, sql);
      if (part === 'd') await latency(bench, product);
      if (part === 'e') await desk(bench, sql);
      if (part === 'f') await log(bench, product, sql);
      if (part === 'g') await mailbox(bench, sql);
      if (part === 'h') await statistics(bench, sql);
      if (part === 'i') for await (const line of measureSharing(bench, sql, product, say)) report(line);
    }
  } finally {
    await sql.end();
    await bench.stop();
  }
}

type Product = ReturnType<typeof createProduct>;

function createProduct(bench: Bench, tokens: { party: string; official: string }) {
  const headers = (token: string) => ({
    authorization: `Bearer ${token}`,
    'idempotency-key': crypto.randomUUID(),
  });
  return {
    async submit(wait: number, api = bench.api, document: unknown = DOCUMENT) {
      const sent = await post(`${api}/v1/submissions`, document, {
        ...headers(tokens.party),
        ...(wait > 0 ? { prefer: `wait=${wait}` } : {}),
      });
      if (sent.status !== (wait > 0 ? 201 : 202))
        throw new Error(`A submission was answered with ${sent.status}.`);
      return sent;
    },
    async lifecycle(api = bench.api): Promise<string> {
      const sent = await this.submit(30, api);
      const { id } = sent.body.submission;
      const decided = await this.decide(id, sent.etag, { api });
      if (decided.body.submission.state !== 'closed')
        throw new Error('A decision did not close its submission.');
      return id;
    },
    async decide(
      id: string,
      etag: string,
      {
        outcome = 'granted',
        wait = 30,
        api = bench.api,
      }: { outcome?: string; wait?: number; api?: string } = {},
    ) {
      const refusal = outcome === 'granted' ? {} : REFUSAL;
      const decided = await post(
        `${api}/v1/submissions/${id}/decisions`,
        { ...DECISION, outcome, ...refusal },
        { ...headers(tokens.official), 'if-match': etag, ...(wait > 0 ? { prefer: `wait=${wait}` } : {}) },
      );
      if (decided.status !== (wait > 0 ? 200 : 202))
        throw new Error(`A decision was answered with ${decided.status}: ${JSON.stringify(decided.body)}`);
      return decided;
    },
  };
}

const startApi = (bench: Bench, env: NodeJS.ProcessEnv = {}) =>
  bench.start('api/main.ts', env, async () => (await fetch(`${bench.api}/healthz`)).status === 200);

const startWorker = (bench: Bench, env: NodeJS.ProcessEnv = {}, program = 'worker/main.ts') =>
  bench.start(program, env, async () => {
    const { body } = {
      body: (await (await fetch(`${bench.api}/readyz`)).json()) as { parts: Record<string, string> },
    };
    return body.parts.worker === 'ready';
  });

/** (a) Acceptance against a bare insert, with delivery off, then on. */
async function acceptance(bench: Bench, product: Product, sql: PgClient): Promise<void> {
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
    bar: BARS.accepted,
    ok: ratio >= BARS.accepted,
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

/** (b) Whole lifecycles: the floor, the product without and with mail, the textbook with mail; interleaved. */
async function lifecycles(bench: Bench, product: Product, sql: PgClient): Promise<void> {
  const count = 300;
  const rates: Record<'floor' | 'quiet' | 'mail' | 'textbook', number[]> = {
    floor: [],
    quiet: [],
    mail: [],
    textbook: [],
  };
  const rows: Record<string, string> = {};
  for (let n = 0; n < ROUNDS; n += 1) {
    rates.floor.push(await floorRate(bench, count));
    rates.quiet.push(await productRate(bench, product, sql, count, { NOTICES: 'off' }));
    rates.mail.push(await productRate(bench, product, sql, count, {}));
    rows.product = await rowsLeft(sql, count);
    rates.textbook.push(await productRate(bench, product, sql, count, {}, 'bench/textbook-worker.ts'));
    rows.textbook = await rowsLeft(sql, count);
    const latest = Object.entries(rates).map(([name, values]) => `${name} ${tenths(values.at(-1) ?? 0)}/s`);
    say(`  round ${n + 1} of ${ROUNDS}: ${latest.join(', ')}`);
  }
  const perS = Object.fromEntries(
    Object.entries(rates).map(([name, values]) => [`${name}_per_s`, rounded(median(values))]),
  );
  const against = (a: number[], b: number[]) =>
    median(a.map((value, index) => value / (b[index] ?? Number.NaN)));
  const quiet = against(rates.quiet, rates.floor);
  const mail = against(rates.mail, rates.floor);
  const textbook = against(rates.mail, rates.textbook);
  report({ bench: 'b', ...perS });
  report({
    bench: 'b',
    what: 'without mail against the floor',
    ratio: rounded(quiet, 3),
    bar: BARS.lifecycle,
    ok: quiet >= BARS.lifecycle,
  });
  report({
    bench: 'b',
    what: 'with mail against the floor',
    ratio: rounded(mail, 3),
    bar: BARS.withMail,
    ok: mail >= BARS.withMail,
  });
  report({
    bench: 'b',
    what: 'with mail against the textbook',
    ratio: rounded(textbook, 3),
    bar: BARS.textbook,
    ok: textbook >= BARS.textbook,
  });
  report({
    bench: 'b',
    what: 'rows of product and textbook are the same',
    ok: rows.product === rows.textbook,
    rows: rows.product,
  });
}

async function floorRate(bench: Bench, count: number): Promise<number> {
  const port = await bench.port();
  const url = `http://127.0.0.1:${port}`;
  const worker = await bench.start('bench/floor-server.ts', { FLOOR_PART: 'worker' });
  const api = await bench.start(
    'bench/floor-server.ts',
    { FLOOR_PART: 'api', PORT: String(port) },
    async () => (await post(`${url}/nothing`, {})).status === 404,
  );
  const lifecycle = async () => {
    const { body } = await post(`${url}/first`, DOCUMENT);
    const done = await post(`${url}/second`, { workflowId: body.workflowId });
    if (done.status !== 200) throw new Error(`The floor answered ${done.status}.`);
  };
  await inParallel(WARM_UP, AT_ONCE, lifecycle);
  const seconds = await inParallel(count, AT_ONCE, lifecycle);
  await Promise.all([worker.stop(), api.stop()]);
  return count / seconds;
}

/** Lifecycles per second until the last one is closed and, where mail is sent, the last mail is out. */
async function productRate(
  bench: Bench,
  product: Product,
  sql: PgClient,
  count: number,
  env: NodeJS.ProcessEnv,
  program?: string,
): Promise<number> {
  await sql.query("UPDATE notices SET status = 'sent' WHERE status <> 'sent'");
  const api = await startApi(bench);
  const worker = await startWorker(bench, env, program);
  await inParallel(WARM_UP, AT_ONCE, async () => void (await product.lifecycle()));
  const settled = async () => {
    const open = await sql.query("SELECT count(*) FROM notices WHERE status <> 'sent'");
    return Number(open.rows[0].count) === 0;
  };
  const sends = env.NOTICES !== 'off';
  if (sends) await waitFor(settled, { within: 60_000, failed: 'The mails of the warm-up did not go out.' });
  const started = Date.now();
  await inParallel(count, AT_ONCE, async () => void (await product.lifecycle()));
  if (sends) await waitFor(settled, { within: 60_000, failed: 'The mails did not go out.' });
  const seconds = (Date.now() - started) / 1_000;
  await Promise.all([api.stop(), worker.stop()]);
  return count / seconds;
}

/** What the newest lifecycles left, as counts per kind; ids, instants and numbers differ of course. */
async function rowsLeft(sql: PgClient, count: number): Promise<string> {
  const { rows } = await sql.query(
    `WITH newest AS (SELECT * FROM submissions WHERE state = 'closed' ORDER BY received_at DESC, id DESC LIMIT $1)
     SELECT kind, count(*)::int AS count FROM (
       SELECT 'submission:' || state || ':' || outcome AS kind FROM newest
       UNION ALL SELECT 'command:' || c.kind || ':' || c.status FROM commands c JOIN newest n ON n.id = c.submission_id
       UNION ALL SELECT 'evidence:' || e.event FROM evidences e JOIN newest n ON n.id = e.submission_id
       UNION ALL SELECT 'registration' FROM registrations r JOIN newest n ON n.id = r.submission_id
       UNION ALL SELECT 'notice:' || o.kind FROM notices o JOIN newest n ON n.id = o.submission_id
       UNION ALL SELECT 'outbox' FROM outbox x JOIN newest n ON n.id = x.submission_id
     ) left_behind GROUP BY kind ORDER BY kind`,
    [count],
  );
  return rows.map((row) => `${row.kind}=${row.count}`).join(' ');
}

/** (c) What a lifecycle leaves in the engine. */
async function histories(bench: Bench, product: Product, sql: PgClient): Promise<void> {
  const running = [await startApi(bench), await startWorker(bench)];
  const connection = await Connection.connect({ address: bench.temporalAddress });
  // Sizes only are asked for: nothing is decoded.
  const client = new Client({ connection });
  const sizes: { events: number; bytes: number }[] = [];
  for (let n = 0; n < 5; n += 1) {
    const id = await product.lifecycle();
    const run = await client.workflow.getHandle(`submission:${id}`).describe();
    sizes.push({ events: run.historyLength, bytes: run.historySize ?? 0 });
  }
  await connection.close();
  await Promise.all(running.map((child) => child.stop()));
  const events = Math.max(...sizes.map((size) => size.events));
  const bytes = Math.max(...sizes.map((size) => size.bytes));
  report({
    bench: 'c',
    events,
    bytes,
    bar_events: BARS.events,
    bar_bytes: BARS.bytes,
    ok: events <= BARS.events && bytes <= BARS.bytes,
  });
  await sql.query("UPDATE notices SET status = 'sent'");
}

/** (d) Time to the registration number on an idle system, one request after the other. */
async function latency(bench: Bench, product: Product): Promise<void> {
  const running = [await startApi(bench), await startWorker(bench)];
  for (let n = 0; n < 50; n += 1) await product.submit(30);
  const times: number[] = [];
  for (let n = 0; n < 500; n += 1) {
    const started = process.hrtime.bigint();
    await product.submit(30);
    times.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
  await Promise.all(running.map((child) => child.stop()));
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((p) => tenths(percentile(times, p)));
  report({
    bench: 'd',
    requests: times.length,
    p50_ms: p50,
    p95_ms: p95,
    p99_ms: p99,
    bar_p95_ms: BARS.p95,
    ok: (p95 ?? Number.NaN) <= BARS.p95,
  });
}

/** (e) The desk of a full system, one request after the other. */
async function desk(bench: Bench, sql: PgClient): Promise<void> {
  const api = await startApi(bench);
  report(await measureDesk(bench, sql, say));
  await api.stop();
}

/** An installation of its own for what is measured among many. */
async function openScale(dir?: string): Promise<ScaleParts> {
  const bench = await startBench(say, dir);
  const { sql, product } = await connect(bench);
  let open = true;
  return {
    ...{ bench, sql, report, say },
    startApi: () => startApi(bench, { TRACKING_LIMIT_PER_MINUTE: '1000000' }),
    startWorker: () => startWorker(bench),
    async submit(document) {
      const sent = await product.submit(30, bench.api, document);
      return { id: sent.body.submission.id, etag: sent.etag };
    },
    decide: product.decide,
    async close() {
      if (!open) return;
      open = false;
      await sql.end();
      await bench.stop();
    },
  };
}

/** (f) The transparency log. */
async function log(bench: Bench, product: Product, sql: PgClient): Promise<void> {
  const api = await startApi(bench, { DELIVERY: 'off' });
  const sent = await product.submit(0);
  await api.stop();
  for (const line of await measureLog(bench, sql, sent.body.submission.id, say)) report(line);
}

/** (g) The mailboxes of a full system, one request after the other. */
async function mailbox(bench: Bench, sql: PgClient): Promise<void> {
  const api = await startApi(bench);
  report(await measureMailbox(bench, sql, say));
  await api.stop();
}

/** (h) The statistics of a full system, one request after the other. */
async function statistics(bench: Bench, sql: PgClient): Promise<void> {
  const api = await startApi(bench);
  report(await measureStatistics(bench, sql, say));
  await api.stop();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
