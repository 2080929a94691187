import { createServer } from 'node:net';
import { Runtime } from '@temporalio/worker';
import pino from 'pino';
import { armProcess } from '../adapters/arm-failpoints';
import { readConfig } from '../config';
import { createCodecEndpoint } from './codec-endpoint';
import { createWorker } from './create-worker';
import { createMetrics } from './metrics';
import { serveOperations } from './operations';

/** The worker process: procedures, notices and the relay, until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig();
  armProcess(config.failpoints);
  const log = pino({ level: config.logLevel, base: { part: 'worker' } });
  const sdkMetrics = `127.0.0.1:${await freePort()}`;
  Runtime.install({
    logger: engineLogger(log),
    // We stop by ourselves: relay and workers first, then what they use.
    shutdownSignals: [],
    telemetryOptions: {
      metrics: { prometheus: { bindAddress: sdkMetrics, countersTotalSuffix: true, unitSuffix: true } },
    },
  });
  const metrics = createMetrics({ url: `http://${sdkMetrics}/metrics` });
  const worker = await createWorker(config, {
    failed: (what, error) => {
      metrics.failed(what);
      log.error({ what, error: error instanceof Error ? error.name : 'unknown' }, 'relay');
    },
    roundEnded: () => metrics.roundEnded(),
    restored: (workflow, was) => {
      metrics.restored(was);
      log.warn({ workflow, was }, 'a run was brought back from its rows');
    },
    faultyRow: ({ kind, subject }, fault) =>
      log.error({ kind, subject, fault }, 'a row cannot be sealed into the log'),
  });
  const host = config.mode === 'embedded' ? '127.0.0.1' : config.host;
  const { readiness, watch } = worker;
  const operations = await serveOperations(
    {
      readiness,
      metrics: { contentType: metrics.contentType, text: () => metrics.text(watch) },
      decode: createCodecEndpoint(config.codec, worker.decode),
    },
    { host, port: config.metricsPort },
  );
  let stopped: Promise<unknown> | undefined;
  const stop = () => {
    stopped ??= Promise.all([worker.stop(), operations.stop()]);
    return stopped;
  };
  const asked = () => {
    log.info('stopping');
    stop().catch((error: unknown) => {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'could not stop cleanly');
      process.exitCode = 1;
    });
  };
  process.once('SIGTERM', asked);
  process.once('SIGINT', asked);
  log.info({ metricsPort: operations.port }, 'running');
  await worker.run().finally(stop);
}

/** The SDK's server takes an address and does not tell which port it found; so one is found for it. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** The SDK's own lines in our log; failed tries are expected and told quietly, with no task tokens. */
function engineLogger(log: pino.Logger) {
  const at =
    (level: 'trace' | 'debug' | 'warn' | 'error') =>
    (message: string, meta?: Record<string | symbol, unknown>) =>
      log[level]({ queue: meta?.taskQueue, workflow: meta?.workflowId, activity: meta?.activityId }, message);
  const byLevel = {
    TRACE: at('trace'),
    DEBUG: at('debug'),
    INFO: at('debug'),
    WARN: at('warn'),
    ERROR: at('error'),
  };
  return {
    log: (level: keyof typeof byLevel, message: string, meta?: Record<string | symbol, unknown>) =>
      byLevel[level](message, meta),
    trace: byLevel.TRACE,
    debug: byLevel.DEBUG,
    info: byLevel.INFO,
    warn: byLevel.WARN,
    error: byLevel.ERROR,
  };
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The worker could not start or failed: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
