import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { type ContentCipher, openContentCipher } from '../../adapters/content-cipher';
import { createFiles, createSealedFiles, type SealedFiles } from '../../adapters/files';
import { createDataConverter } from '../../adapters/payload-codec';
import { type ApiOverrides, createApi } from '../../api/create-api';
import { createLog } from '../../api/log';
import { answerUnreadable } from '../../api/unreadable';
import { type Config, readConfig } from '../../config';
import { openKeyRows } from '../../db/key-rows';
import { type Db, openDatabase } from '../../db/knex';
import { createWorker, type WorkerOverrides, type WorkerProcess } from '../../worker/create-worker';
import { type ApiClient, createApiClient } from './api-client';
import { type Issuer, startIssuer } from './issuer';
import { createTestDatabase, DEMO_TEMPLATE, parts } from './parts';
import { quietenEngine } from './quiet-engine';

export interface SystemOptions {
  worker?: boolean | undefined;
  api?: ApiOverrides | undefined;
  relay?: WorkerOverrides['relay'] | undefined;
  now?: (() => Date) | undefined;
  env?: Record<string, string> | undefined;
  /** Where the API's log goes, every level of it. */
  logTo?: { write(line: string): void } | undefined;
  /** Another way to the database, for API and worker; the test's own handle goes straight to it. */
  through?: ((url: string) => string) | undefined;
}

export interface System {
  url: string;
  config: Config;
  /** As the owner of the tables, which API and worker are not. */
  db: Db;
  ownerUrl: string;
  /** The test's own way to what is sealed. */
  cipher: ContentCipher;
  files: SealedFiles;
  temporal: Client;
  issuer: Issuer;
  /** Speaks to the API as a demo person (`minji`, `registrar` …) or, given null, as nobody. */
  as(person: string | null): ApiClient;
  /** From now on every connection of the API to its database fails. */
  loseDatabase(): Promise<void>;
  startWorker(overrides?: WorkerOverrides): Promise<WorkerProcess>;
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

quietenEngine();

/** The system on real parts, API and worker in this process, with a database, queues and keys of its own. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const dir = await mkdtemp(join(tmpdir(), 'gongmun-test-'));
  await cp(parts().sealDir, join(dir, 'keys'), { recursive: true });
  const database = await createTestDatabase(DEMO_TEMPLATE);
  const issuer = await startIssuer();
  const server = createServer();
  answerUnreadable(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = readConfig({
    MODE: 'embedded',
    PUBLIC_URL: url,
    DATABASE_URL: options.through?.(database.appUrl) ?? database.appUrl,
    TEMPORAL_ADDRESS: parts().temporalAddress,
    TASK_QUEUE_PREFIX: `test-${randomUUID().slice(0, 13)}`,
    OIDC_ISSUER: issuer.url,
    SMTP_URL: 'smtp://127.0.0.1:1',
    FILES_DIR: join(dir, 'files'),
    KEYS_DIR: join(dir, 'keys'),
    MASTER_KEYS_DIR: parts().mastersDir,
    RATE_LIMIT_PER_MINUTE: '1000000',
    PERSON_LIMIT_PER_MINUTE: '1000000',
    ORGANISATION_LIMIT_PER_MINUTE: '1000000',
    OFFICE_LIMIT_PER_MINUTE: '1000000',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...options.env,
  });
  const db = openDatabase({ ...config.database, url: database.url });
  const cipher = await openContentCipher({
    rows: openKeyRows(config.keyStore.url),
    mastersDir: config.keyStore.mastersDir,
  });
  const now = options.now;
  const api = await createApi(
    config,
    options.logTo ? createLog('trace', options.logTo) : createLog(config.logLevel),
    {
      ...(now === undefined ? {} : { now }),
      ...options.api,
    },
  );
  server.on('request', api.app);
  // The test's own way goes straight to the engine, not through what a test puts before it to ask for TLS.
  const direct = config.temporal.tls ? parts().temporalAddress : config.temporal.address;
  const connection = await Connection.connect({ address: direct });
  const temporal = new Client({ connection, dataConverter: await createDataConverter(config.codec.keysDir) });

  let worker: WorkerProcess | undefined;
  let running: Promise<void> | undefined;
  const system: System = {
    url,
    config,
    db,
    ownerUrl: database.url,
    cipher,
    files: createSealedFiles(createFiles(config.files), cipher),
    temporal,
    issuer,
    as: (person) => createApiClient(url, person === null ? null : () => issuer.token(`demo-${person}`)),
    loseDatabase: () => database.drop(),
    async startWorker(overrides = {}) {
      worker = await createWorker(config, {
        workflowBundle: parts().workflowBundle,
        relay: { everyMs: 100, ...options.relay },
        log: { sealEveryMs: 200, circulateEveryMs: 200 },
        ...(now === undefined ? {} : { now }),
        ...overrides,
      });
      running = worker.run();
      return worker;
    },
    async stopWorker() {
      await worker?.stop();
      await running;
      worker = undefined;
    },
    async stop() {
      await system.stopWorker();
      await closed(server);
      await api.stop();
      await connection.close();
      await cipher.stop();
      await db.destroy();
      await issuer.stop();
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
  if (options.worker !== false) await system.startWorker();
  return system;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
