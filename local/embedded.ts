import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from './child';
import { DIRECTORY_FILE, readDirectory } from './directory';
import { environment } from './environment';
import { freePort } from './free-port';
import { startIdentity } from './identity';
import { type Pids, writePids } from './lock';
import { startMail } from './mail';
import { startPostgres } from './postgres';
import { type Running, readPorts, removeRunning, writePorts, writeRunning } from './running';
import { type Supervised, startProgram, startWatched, supervise } from './supervise';
import { startTemporal } from './temporal';

export interface EmbeddedOptions {
  data: string;
  apiPort: number;
  say(line: string): void;
  /** Runs one step of the start; refuses further ones once a stop was asked for. */
  step<T>(what: string, act: () => Promise<T>): Promise<T>;
  stopping: AbortSignal;
  /** `watch`: API and worker start anew whenever one of their files changes. */
  mode: 'serve' | 'watch';
}

/** Every part on loopback, each kept running; where they are is written to the data folder. */
export function createEmbedded({ data, apiPort, say, step, stopping, mode }: EmbeddedOptions) {
  const parts: Partial<Record<Exclude<keyof Pids, 'start'>, Supervised>> = {};
  const inProcess: { stop(): Promise<void> }[] = [];
  const known = readPorts(data);
  const log = (name: string) => join(data, 'logs', `${name}.log`);
  let running: Running | undefined;

  function keepPids(): void {
    const pids: Pids = { start: process.pid };
    for (const [name, part] of Object.entries(parts)) pids[name as keyof Pids] = part.child().pid;
    writePids(data, pids);
    if (running === undefined) return;
    running = { ...running, pids };
    writeRunning(data, running);
  }

  function keep(key: keyof typeof parts, ...[name, first, again]: Keeping): void {
    parts[key] = supervise(name, first, again, { say, restarted: keepPids });
    keepPids();
  }

  async function startDatabase(): Promise<string> {
    const options = { dataDir: join(data, 'postgres'), logFile: log('postgres') };
    const first = await startPostgres({ ...options, ...portOf(known.postgres) });
    known.postgres = first.port;
    keep('postgres', 'PostgreSQL', first.child, async () => {
      return (await startPostgres({ ...options, port: first.port })).child;
    });
    return first.url;
  }

  async function startEngine(metricsPort: number): Promise<{ address: string; uiAddress: string }> {
    const own = process.env.TEMPORAL_ADDRESS;
    if (own) return { address: own, uiAddress: '' };
    const options = {
      cli: process.env.TEMPORAL_CLI || 'temporal',
      dbFile: join(data, 'temporal.db'),
      port: await freePort(known.temporal),
      uiPort: await freePort(known.temporalUi),
      // The worker's door for operators, which reads what the engine keeps encrypted.
      codecEndpoint: `http://127.0.0.1:${metricsPort}/codec`,
      logFile: log('temporal'),
    };
    Object.assign(known, { temporal: options.port, temporalUi: options.uiPort });
    const first = await startTemporal(options);
    keep('temporal', 'Temporal', first.child, async () => (await startTemporal(options)).child);
    return { address: first.address, uiAddress: first.uiAddress ?? '' };
  }

  /** Mail and identity live in this process. */
  async function startNeighbours(): Promise<{ smtpUrl: string; mailbox: string; issuer: string }> {
    const httpPort = known.mail === undefined ? {} : { httpPort: known.mail };
    const mail = await startMail({ dir: join(data, 'mail'), ...portOf(known.smtp), ...httpPort });
    inProcess.push(mail);
    const { people } = readDirectory();
    const identity = await startIdentity({
      dataDir: join(data, 'identity'),
      people,
      ...portOf(known.identity),
    });
    inProcess.push(identity);
    known.smtp = portIn(mail.smtpUrl);
    known.mail = portIn(mail.url);
    known.identity = portIn(identity.issuer);
    return { smtpUrl: mail.smtpUrl, mailbox: mail.url, issuer: identity.issuer };
  }

  async function runOnce(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
    const logFile = log(program.replaceAll('/', '-').replace('.ts', ''));
    const code = await startProgram(program, args, env, logFile).exited;
    if (code !== 0) throw new Error(`${program} failed: see ${logFile}.`);
  }

  function startOurs(env: NodeJS.ProcessEnv): void {
    const run = (program: string, logFile: string) =>
      mode === 'watch' ? startWatched(program, env, logFile) : startProgram(program, [], env, logFile);
    const runWorker = () => run('worker/main.ts', log('worker'));
    const runApi = () => run('api/main.ts', log('api'));
    keep('worker', 'The worker', runWorker(), async () => runWorker());
    keep('api', 'The API', runApi(), async () => runApi());
  }

  async function start(): Promise<Running> {
    for (const folder of ['logs', 'postgres', 'identity', 'mail'])
      mkdirSync(join(data, folder), { recursive: true });
    const databaseUrl = await step('PostgreSQL starts', startDatabase);
    const metricsPort = await freePort(known.metrics);
    known.metrics = metricsPort;
    const engine = await step('Temporal starts', () => startEngine(metricsPort));
    const { smtpUrl, mailbox, issuer } = await step('mail and identity start', startNeighbours);
    writePorts(data, known);
    const { address: temporalAddress, uiAddress: temporalUi } = engine;
    const parts = { databaseUrl, temporalAddress, temporalUi, smtpUrl, issuer };
    const env = environment({ data, apiPort, metricsPort, ...parts });
    await step('the database is brought up to date', () => runOnce('db/migrate.ts', [], env));
    const shipped = ['--directory', DIRECTORY_FILE, '--forms', 'forms'];
    await step('forms and directory are loaded', () => runOnce('api/load.ts', shipped, env));
    const api = `http://127.0.0.1:${apiPort}`;
    await step('API and worker start', async () => {
      startOurs(env);
      const ready = async () => stopping.aborted || (await fetch(`${api}/readyz`)).status === 200;
      await waitFor(ready, {
        within: 90_000,
        failed: `The API did not become ready: see ${log('api')} and ${log('worker')}.`,
      });
    });
    running = {
      ...{ api, issuer, mail: mailbox, temporalUi },
      ...{ temporalAddress, databaseUrl, pids: {} },
    };
    keepPids();
    return running;
  }

  /** What serves people first, then what that used. */
  async function stop(): Promise<void> {
    await Promise.all([parts.api, parts.worker].map((part) => part?.stop('SIGTERM', 10_000)));
    await Promise.all([parts.temporal, parts.postgres].map((part) => part?.stop('SIGINT', 10_000)));
    await Promise.all(inProcess.map((part) => part.stop()));
    removeRunning(data);
  }

  return { start, stop };
}

type Keeping = [name: string, first: Parameters<typeof supervise>[1], again: Parameters<typeof supervise>[2]];

const portOf = (port: number | undefined): { port?: number } => (port === undefined ? {} : { port });

const portIn = (url: string): number => Number(new URL(url).port);
