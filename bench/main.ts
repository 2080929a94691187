import { Client as PgClient } from 'pg';
import { measureAcceptance } from './acceptance';
import { measureDesk } from './desk';
import { type Bench, startBench } from './environment';
import { measureHistories } from './histories';
import { measureLatency } from './latency';
import { measureLifecycles } from './lifecycles';
import { measureLog } from './log';
import { measureMailbox } from './mailbox';
import { createProduct, type Product, startApi, startWorker } from './product';
import { measureScale, type ScaleParts, scaleOptions } from './scale';
import { measureSharing } from './sharing';
import { measureStatistics } from './statistics';

let missed = false;

function report(line: Record<string, unknown>): void {
  if (line.ok === false) missed = true;
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const say = (line: string) => process.stderr.write(`${line}\n`);

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
      if (part === 'a') await measureAcceptance(bench, product, sql, report);
      if (part === 'b') await measureLifecycles(bench, product, sql, report, say);
      if (part === 'c') report(await measureHistories(bench, product, sql));
      if (part === 'd') report(await measureLatency(bench, product));
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
