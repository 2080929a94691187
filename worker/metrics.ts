import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { NoticeStatus } from '../db/notice-store';
import type { Backlog } from '../db/outbox-store';

/** What the metrics ask the rows, at the moment they are scraped. */
export interface Watch {
  backlog(): Promise<Backlog>;
  notices(): Promise<{ status: NoticeStatus; count: number }[]>;
}

export interface Metrics {
  contentType: string;
  /** Our own and, below them, the engine SDK's, in the text format 0.0.4. */
  text(watch: Watch): Promise<string>;
  roundEnded(): void;
  failed(what: string): void;
}

/** Counting notices reads the whole table; a scrape is answered from the last count for this long. */
const COUNT_EVERY_MS = 60_000;

/**
 * Prometheus metrics of the worker process. A part that is away leaves its lines out; the rest is still told.
 * @param sdk where the engine's SDK serves its own, on loopback
 */
export function createMetrics(sdk: { url: string }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const depth = new Gauge({
    name: 'gongmun_outbox_depth',
    help: 'Commands accepted and not carried out',
    registers,
  });
  const undelivered = new Gauge({
    name: 'gongmun_outbox_undelivered',
    help: 'Commands that the engine was not told of',
    registers,
  });
  const age = new Gauge({
    name: 'gongmun_outbox_oldest_seconds',
    help: 'How long the oldest command has been waiting',
    registers,
  });
  const notices = new Gauge({
    name: 'gongmun_notices',
    help: 'Notices by status; counted once a minute',
    labelNames: ['status'],
    registers,
  });
  const rounds = new Counter({ name: 'gongmun_relay_rounds_total', help: 'Rounds of the relay', registers });
  const failures = new Counter({
    name: 'gongmun_relay_failures_total',
    help: 'What a round of the relay could not do',
    labelNames: ['what'],
    registers,
  });
  let countedAt = Number.NEGATIVE_INFINITY;

  async function readRows(watch: Watch): Promise<void> {
    const backlog = await watch.backlog();
    depth.set(backlog.depth);
    undelivered.set(backlog.undelivered);
    age.set(backlog.oldest === null ? 0 : Math.max(0, (Date.now() - backlog.oldest.getTime()) / 1_000));
    if (Date.now() - countedAt < COUNT_EVERY_MS) return;
    countedAt = Date.now();
    notices.reset();
    for (const { status, count } of await watch.notices()) notices.set({ status }, count);
  }

  /** What was last known is not what is: without the rows there are no such lines. */
  function forgetRows(): void {
    for (const gauge of [depth, undelivered, age, notices]) gauge.remove();
    countedAt = Number.NEGATIVE_INFINITY;
  }

  return {
    contentType: registry.contentType,
    async text(watch) {
      const [own, engine] = await Promise.all([
        readRows(watch)
          .catch(forgetRows)
          .then(() => registry.metrics()),
        readText(sdk.url),
      ]);
      return own + engine;
    },
    roundEnded: () => rounds.inc(),
    failed: (what) => failures.inc({ what }),
  };
}

async function readText(url: string): Promise<string> {
  try {
    return await (await fetch(url, { signal: AbortSignal.timeout(2_000) })).text();
  } catch {
    return '';
  }
}
