import { Runtime } from '@temporalio/worker';
import pino from 'pino';
import { readConfig } from '../config';
import { createWorker } from './create-worker';

/** The worker process: procedures, notices and the relay, until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel, base: { part: 'worker' } });
  Runtime.install({ logger: engineLogger(log) });
  const worker = await createWorker(config, {
    failed: (what, error) =>
      log.error({ what, error: error instanceof Error ? error.name : 'unknown' }, 'relay'),
  });
  const stop = () => {
    log.info('stopping');
    worker.stop().catch((error: unknown) => {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'could not stop cleanly');
      process.exitCode = 1;
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  log.info('running');
  await worker.run();
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
