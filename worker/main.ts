import pino from 'pino';
import { readConfig } from '../config';
import { createWorker } from './create-worker';

/** The worker process: procedures, notices and the relay, until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel, base: { part: 'worker' } });
  const worker = await createWorker(config, {
    failed: (what, error) => log.error({ what, error: error instanceof Error ? error.name : 'unknown' }, 'relay'),
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

main().catch((error: unknown) => {
  process.stderr.write(`The worker could not start or failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
