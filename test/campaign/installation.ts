import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild, waitFor } from '../../local/child';
import { isFree } from '../../local/free-port';
import { type LocalPostgres, startPostgres } from '../../local/postgres';
import { startProgram } from '../../local/supervise';
import { startTemporal } from '../../local/temporal';
import { type Issuer, startIssuer } from '../support/issuer';
import { type Part, startPart } from './part';

export interface Installation {
  /** Addresses of the two API processes. */
  apis: readonly [string, string];
  parts: { api: Part[]; worker: Part[]; temporal: Part[]; postgres: Part[]; mail: Part[] };
  /** As the owner of the tables. */
  ownerUrl: string;
  issuer: Issuer;
  /** What a program of ours is told of these parts. */
  env: NodeJS.ProcessEnv;
  /** Where the mail server keeps what it took. */
  mailDir: string;
  /** What the parts wrote. */
  logs: string;
  /** `keep`: what the parts wrote stays where it is. */
  stop(options: { keep: boolean }): Promise<void>;
}

const UP_WITHIN_MS = 60_000;

/** Two API processes, two workers, PostgreSQL, Temporal and a mail server: real processes, in a folder and on ports of their own. */
export async function startInstallation(
  temporalCli: string,
  places: { postgresDir?: string } = {},
): Promise<Installation> {
  const dir = await mkdtemp(join(tmpdir(), 'gongmun-campaign-'));
  const log = (name: string) => join(dir, `${name}.log`);
  const [postgresPort, temporalPort, smtpPort, ...own] = await lastingPorts(7);
  const [apiPort = 0, otherApiPort = 0, workerPort = 0, otherWorkerPort = 0] = own;

  let database: LocalPostgres | undefined;
  const postgres = await startPart('postgres', async () => {
    database = await startPostgres({
      ...{ dataDir: places.postgresDir ?? join(dir, 'postgres') },
      ...{ port: postgresPort ?? 0, logFile: log('postgres') },
    });
    return database.child;
  });
  if (database === undefined) throw new Error('PostgreSQL did not start.');
  const { url: ownerUrl, appUrl, folder } = database;
  const temporal = await startPart('temporal', async () => {
    const options = { cli: temporalCli, dbFile: join(dir, 'temporal.db'), logFile: log('temporal') };
    return (await startTemporal({ ...options, port: temporalPort ?? 0 })).child;
  });
  const mailDir = join(dir, 'mail');
  const mail = await startPart('mail', () => {
    const program = join(__dirname, 'mail-server.ts');
    const args = ['--import', 'tsx', program, String(smtpPort), mailDir];
    return ready(startChild(process.execPath, args, { logFile: log('mail') }), () => listens(smtpPort ?? 0));
  });
  const issuer = await startIssuer();
  const apis = [`http://127.0.0.1:${apiPort}`, `http://127.0.0.1:${otherApiPort}`] as const;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    MODE: 'embedded',
    PUBLIC_URL: apis[0],
    DATABASE_URL: appUrl,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    OIDC_ISSUER: issuer.url,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    FILES_DIR: join(dir, 'files'),
    KEYS_DIR: join(dir, 'keys'),
    RATE_LIMIT_PER_MINUTE: '1000000000',
    PERSON_LIMIT_PER_MINUTE: '1000000000',
    ORGANISATION_LIMIT_PER_MINUTE: '1000000000',
    OFFICE_LIMIT_PER_MINUTE: '1000000000',
    LOG_LEVEL: 'warn',
  };
  const run = (program: string, args: string[], more: NodeJS.ProcessEnv, name: string) =>
    startProgram(program, args, { ...env, ...more }, log(name));
  async function once(program: string, args: string[]): Promise<void> {
    const code = await run(program, args, { MIGRATION_DATABASE_URL: ownerUrl }, 'setup').exited;
    if (code !== 0) throw new Error(`${program} failed: see ${log('setup')}.`);
  }
  await once('db/migrate.ts', []);
  await once('api/load.ts', ['--directory', 'local/demo/directory.json', '--forms', 'forms']);

  const startApi = (port: number, name: string) =>
    startPart(name, () =>
      ready(run('api/main.ts', [], { PORT: String(port) }, name), () =>
        answers(`http://127.0.0.1:${port}/healthz`),
      ),
    );
  const startWorker = (port: number, name: string) =>
    startPart(name, () =>
      ready(run('worker/main.ts', [], { METRICS_PORT: String(port) }, name), () =>
        answers(`http://127.0.0.1:${port}/readyz`),
      ),
    );
  // The first makes the keys that all have.
  const firstApi = await startApi(apiPort, 'api');
  const [otherApi, worker, otherWorker] = await Promise.all([
    startApi(otherApiPort, 'other-api'),
    startWorker(workerPort, 'worker'),
    startWorker(otherWorkerPort, 'other-worker'),
  ]);
  return {
    apis,
    parts: {
      api: [firstApi, otherApi],
      worker: [worker, otherWorker],
      temporal: [temporal],
      postgres: [postgres],
      mail: [mail],
    },
    ...{ ownerUrl, issuer, env, mailDir, logs: dir },
    async stop({ keep }) {
      await Promise.all([firstApi, otherApi, worker, otherWorker].map((part) => part.stop()));
      await Promise.all([temporal, postgres, mail].map((part) => part.stop()));
      await issuer.stop();
      if (!keep) for (const one of [dir, folder]) await rm(one, { recursive: true, force: true });
    },
  };
}

/**
 * Ports that stay ours while their owner is dead: the system gives none of them to a connection that somebody opens
 * meanwhile (Linux takes those from 32768 on; a client that tries such a port again and again may even reach itself).
 */
async function lastingPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let port = 20_000 + (process.pid % 1_000) * 10; ports.length < count; port += 1)
    if (await isFree(port)) ports.push(port);
  return ports;
}

async function ready(child: Child, ask: () => Promise<boolean>): Promise<Child> {
  try {
    await waitFor(ask, { within: UP_WITHIN_MS, failed: 'It did not come up: see its log.', child });
    return child;
  } catch (error) {
    // A start that came too early for what it needs ends by itself; one that hangs must not stand in the next one's way.
    child.kill();
    await child.exited;
    throw error;
  }
}

const answers = async (url: string): Promise<boolean> =>
  (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status === 200;

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
