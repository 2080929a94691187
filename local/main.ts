import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from './child';
import { DIRECTORY_FILE, readDirectory } from './directory';
import { freePort, isFree } from './free-port';
import { type LocalIdentity, startIdentity } from './identity';
import { type LocalMail, startMail } from './mail';
import { stopOrphans } from './orphans';
import { startPostgres } from './postgres';
import {
  dataFolder,
  type Running,
  readPorts,
  removeRunning,
  runningStart,
  writePorts,
  writeRunning,
} from './running';
import { screen } from './screen';
import { type Supervised, startProgram, supervise } from './supervise';
import { startTemporal } from './temporal';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Shows what takes longer than a second. */
async function showing<T>(what: string, act: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const timer = setInterval(() => say(`  … ${what} (${Math.round((Date.now() - started) / 1000)} s)`), 1_000);
  return act().finally(() => clearInterval(timer));
}

/** The embedded default: every part on loopback, started in order and kept running until Ctrl-C. */
async function main(): Promise<void> {
  const data = dataFolder();
  const apiPort = Number(process.env.PORT || 3000);
  await refuseSecondStart(data, apiPort);
  for (const folder of ['logs', 'postgres', 'identity', 'mail'])
    mkdirSync(join(data, folder), { recursive: true });
  const log = (name: string) => join(data, 'logs', `${name}.log`);
  const parts: Supervised[] = [];
  const stop = stopOnSignals(data, parts);
  const known = readPorts(data);
  let running: Running | undefined;
  const pids = () => ({
    ...Object.fromEntries(parts.map((part) => [part.name.toLowerCase(), part.child().pid])),
    start: process.pid,
  });
  const tell = {
    say,
    restarted: () => {
      if (running !== undefined) writeRunning(data, { ...running, pids: pids() });
    },
  };

  const postgres = await showing('PostgreSQL starts', () =>
    startPostgres({ dataDir: join(data, 'postgres'), logFile: log('postgres'), ...portOf(known.postgres) }),
  );
  const postgresAgain = () =>
    startPostgres({ dataDir: join(data, 'postgres'), logFile: log('postgres'), port: postgres.port }).then(
      (again) => again.child,
    );
  parts.unshift(supervise('PostgreSQL', postgres.child, postgresAgain, tell));

  const temporalPort = await freePort(known.temporal);
  const uiPort = await freePort(known.temporalUi);
  const startEngine = () =>
    startTemporal({
      cli: process.env.TEMPORAL_CLI ?? 'temporal',
      dbFile: join(data, 'temporal.db'),
      port: temporalPort,
      uiPort,
      logFile: log('temporal'),
    });
  const temporal = await showing('Temporal starts', startEngine);
  parts.unshift(
    supervise('Temporal', temporal.child, () => startEngine().then((again) => again.child), tell),
  );

  const mail = await startMail({
    dir: join(data, 'mail'),
    ...portOf(known.smtp),
    ...(known.mail === undefined ? {} : { httpPort: known.mail }),
  });
  const identity = await startIdentity({
    dataDir: join(data, 'identity'),
    people: readDirectory().people,
    ...portOf(known.identity),
  });
  stop.inProcess = { mail, identity };

  const workerPort = await freePort(known.metrics);
  const env = environment({
    data,
    apiPort,
    workerPort,
    postgres: postgres.url,
    temporal: temporal.address,
    mail,
    identity,
  });
  await showing('the database is brought up to date', () =>
    runOnce('db/migrate.ts', [], env, log('migrate')),
  );
  const loading = ['--directory', DIRECTORY_FILE, '--forms', 'forms'];
  await showing('forms and directory are loaded', () => runOnce('api/load.ts', loading, env, log('load')));

  for (const [name, program] of [
    ['worker', 'worker/main.ts'],
    ['API', 'api/main.ts'],
  ] as const) {
    const run = () => startProgram(program, [], env, log(name.toLowerCase()));
    parts.unshift(supervise(name, run(), async () => run(), tell));
  }
  const api = `http://127.0.0.1:${apiPort}`;
  await showing('API and worker start', () =>
    waitFor(async () => (await fetch(`${api}/readyz`)).status === 200, {
      within: 90_000,
      failed: `The API did not become ready: see ${log('api')} and ${log('worker')}.`,
    }),
  );

  running = {
    api,
    issuer: identity.issuer,
    mail: mail.url,
    temporalUi: temporal.uiAddress ?? '',
    temporalAddress: temporal.address,
    databaseUrl: postgres.url,
    pids: pids(),
  };
  writeRunning(data, running);
  writePorts(data, {
    postgres: postgres.port,
    temporal: temporalPort,
    temporalUi: uiPort,
    smtp: Number(new URL(mail.smtpUrl).port),
    mail: Number(new URL(mail.url).port),
    identity: Number(new URL(identity.issuer).port),
    metrics: workerPort,
  });
  say(screen(running));
}

const portOf = (port: number | undefined): { port?: number } => (port === undefined ? {} : { port });

async function refuseSecondStart(data: string, apiPort: number): Promise<void> {
  const other = runningStart(data);
  if (other !== undefined) {
    throw new Error(
      `Gongmun runs already on this data folder (process ${other}): stop it first, or set GONGMUN_DATA to another folder.`,
    );
  }
  await stopOrphans(data);
  if (!(await isFree(apiPort))) {
    throw new Error(
      `Port ${apiPort} is taken: stop what listens there, or choose another one, like PORT=3001 npm start.`,
    );
  }
}

function environment(facts: {
  data: string;
  apiPort: number;
  workerPort: number;
  postgres: string;
  temporal: string;
  mail: LocalMail;
  identity: LocalIdentity;
}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    MODE: 'embedded',
    HOST: '127.0.0.1',
    PORT: String(facts.apiPort),
    PUBLIC_URL: `http://127.0.0.1:${facts.apiPort}`,
    METRICS_PORT: String(facts.workerPort),
    DATABASE_URL: facts.postgres,
    TEMPORAL_ADDRESS: facts.temporal,
    OIDC_ISSUER: facts.identity.issuer,
    OIDC_AUDIENCE: 'gongmun',
    SMTP_URL: facts.mail.smtpUrl,
    MAIL_FROM: 'gongmun@demo.invalid',
    FILES_DIR: join(facts.data, 'files'),
    KEYS_DIR: join(facts.data, 'keys'),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  };
}

async function runOnce(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  logFile: string,
): Promise<void> {
  const code = await startProgram(program, args, env, logFile).exited;
  if (code !== 0) throw new Error(`${program} failed: see ${logFile}.`);
}

interface Stop {
  inProcess?: { mail: LocalMail; identity: LocalIdentity };
}

/** Ctrl-C once: API and worker first, then what they use. Twice: at once. */
function stopOnSignals(data: string, parts: Supervised[]): Stop {
  const stop: Stop = {};
  let asked = 0;
  const end = async (): Promise<void> => {
    const [api, worker, ...rest] = parts;
    await Promise.all([api, worker].map((part) => part?.stop('SIGTERM', 12_000)));
    await Promise.all(rest.map((part) => part.stop('SIGINT', 10_000)));
    await stop.inProcess?.mail.stop();
    await stop.inProcess?.identity.stop();
    removeRunning(data);
    say('Gongmun has stopped.');
    process.exit(0);
  };
  const onSignal = () => {
    asked += 1;
    if (asked > 1) {
      for (const part of parts) part.kill();
      process.exit(1);
    }
    say('Stopping …');
    end().catch(() => process.exit(1));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('exit', () => {
    for (const part of parts) if (part.child().alive()) part.kill();
  });
  return stop;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
