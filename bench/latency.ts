import type { Bench } from './environment';
import { percentile, tenths } from './http';
import { type Product, startApi, startWorker } from './product';

const BAR_P95_MS = 150;

/** (d) Time to the registration number on an idle system, one request after the other. */
export async function measureLatency(bench: Bench, product: Product): Promise<Record<string, unknown>> {
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
  return {
    bench: 'd',
    requests: times.length,
    p50_ms: p50,
    p95_ms: p95,
    p99_ms: p99,
    bar_p95_ms: BAR_P95_MS,
    ok: (p95 ?? Number.NaN) <= BAR_P95_MS,
  };
}
