import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { LogBacklog } from '../db/log-store';
import type { NoticeStatus } from '../db/notice-store';
import type { Backlog } from '../db/outbox-store';

/** What the metrics ask the rows, at the moment they are scraped. */
export interface Watch {
  backlog(): Promise<Backlog>;
  notices(): Promise<{ status: NoticeStatus; count: number }[]>;
  log(): Promise<LogBacklog>;
}

export interface Metrics {
  contentType: string;
  /** Our own and, below them, the engine SDK's, in the text format 0.0.4. */
  text(watch: Watch): Promise<string>;
  roundEnded(): void;
  failed(what: string): void;
  restored(was: 'gone' | 'foreign'): void;
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
  const unsealed = new Gauge({
    name: 'gongmun_log_queue_depth',
    help: 'Rows that are not in the log yet',
    registers,
  });
  const unsealedAge = new Gauge({
    name: 'gongmun_log_queue_oldest_seconds',
    help: 'How long the oldest evidence has been waiting for the log',
    registers,
  });
  const faultyRows = new Gauge({
    name: 'gongmun_log_faulty_rows',
    help: 'Rows that cannot be sealed because they are gone or were changed',
    registers,
  });
  const logSize = new Gauge({
    name: 'gongmun_log_checkpoint_size',
    help: 'Leaves that the newest checkpoint counts',
    registers,
  });
  const witnessed = new Gauge({
    name: 'gongmun_log_witnessed_size',
    help: 'Leaves that the newest checkpoint counts that a witness has cosigned',
    labelNames: ['witness'],
    registers,
  });
  const rounds = new Counter({ name: 'gongmun_relay_rounds_total', help: 'Rounds of the relay', registers });
  const failures = new Counter({
    name: 'gongmun_relay_failures_total',
    help: 'What a round of the relay could not do',
    labelNames: ['what'],
    registers,
  });
  const restored = new Counter({
    name: 'gongmun_runs_restored_total',
    help: 'Runs that somebody ended or replaced, brought back from their rows',
    labelNames: ['was'],
    registers,
  });
  let countedAt = Number.NEGATIVE_INFINITY;

  async function readRows(watch: Watch): Promise<void> {
    const backlog = await watch.backlog();
    depth.set(backlog.depth);
    undelivered.set(backlog.undelivered);
    age.set(secondsSince(backlog.oldest));
    const log = await watch.log();
    unsealed.set(log.depth);
    unsealedAge.set(secondsSince(log.oldest));
    faultyRows.set(log.faults);
    logSize.set(log.size);
    for (const { witness, size } of log.witnesses) witnessed.set({ witness }, size);
    if (Date.now() - countedAt < COUNT_EVERY_MS) return;
    countedAt = Date.now();
    notices.reset();
    for (const { status, count } of await watch.notices()) notices.set({ status }, count);
  }

  /** What was last known is not what is: without the rows there are no such lines. */
  function forgetRows(): void {
    const gauges = [depth, undelivered, age, notices, unsealed, unsealedAge, faultyRows, logSize, witnessed];
    for (const gauge of gauges) gauge.remove();
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
    restored: (was) => restored.inc({ was }),
  };
}

const secondsSince = (instant: Date | null): number =>
  instant === null ? 0 : Math.max(0, (Date.now() - instant.getTime()) / 1_000);

async function readText(url: string): Promise<string> {
  try {
    return await (await fetch(url, { signal: AbortSignal.timeout(2_000) })).text();
  } catch {
    return '';
  }
}
