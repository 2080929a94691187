import { createServer } from 'node:http';
import { armProcess } from '../adapters/arm-failpoints';
import { readConfig } from '../config';
import { boundConnections } from './bound-connections';
import { createApi } from './create-api';
import { createLog } from './log';
import { answerUnreadable } from './unreadable';

const LET_REQUESTS_END_MS = 8_000;
/** Whoever connects while the process is at work; the kernel lets those beyond it come again after a second. */
const BACKLOG = 4_096;

/** The API process, until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig();
  armProcess(config.failpoints);
  const log = createLog(config.logLevel);
  const api = await createApi(config, log);
  // How often Node looks for requests whose time is over.
  const server = createServer({ connectionsCheckingInterval: 5_000 }, api.app);
  answerUnreadable(server);
  if (config.trustedProxies === 0) boundConnections(server, config.connectionsPerAddress);
  // What is opened beyond it is closed at once.
  server.maxConnections = config.load.mostConnections;
  server.requestTimeout = 120_000;
  server.headersTimeout = 15_000;
  // Longer than a proxy keeps an idle connection (mostly 60 s), or it sends a request into one that we just closed.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, BACKLOG, resolve);
  });
  log.info({ port: config.port }, 'listening');

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    log.info('stopping');
    // Whoever is answered from now on does not keep the connection.
    server.keepAliveTimeout = 1;
    api.release();
    setTimeout(() => server.closeAllConnections(), LET_REQUESTS_END_MS).unref();
    server.closeIdleConnections();
    server.close(() => {
      api.stop().catch((error: unknown) => {
        log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'could not stop cleanly');
        process.exitCode = 1;
      });
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The API could not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
