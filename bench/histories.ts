import { Client, Connection } from '@temporalio/client';
import type { Client as PgClient } from 'pg';
import type { Bench } from './environment';
import { type Product, startApi, startWorker } from './product';

const BARS = { events: 40, bytes: 32 * 1024 };

/** (c) What a lifecycle leaves in the engine. */
export async function measureHistories(
  bench: Bench,
  product: Product,
  sql: PgClient,
): Promise<Record<string, unknown>> {
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
  await sql.query("UPDATE notices SET status = 'sent'");
  return {
    bench: 'c',
    events,
    bytes,
    bar_events: BARS.events,
    bar_bytes: BARS.bytes,
    ok: events <= BARS.events && bytes <= BARS.bytes,
  };
}
