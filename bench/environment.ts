import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { SMTPServer } from 'smtp-server';
import { type Child, waitFor } from '../local/child';
import { freePort } from '../local/free-port';
import { startPostgres } from '../local/postgres';
import { startProgram } from '../local/supervise';
import { startTemporal } from '../local/temporal';
import { findTool } from '../local/temporal-cli.mjs';

export interface Bench {
  api: string;
  /** As the owner; API and worker have a role of their own. */
  databaseUrl: string;
  temporalAddress: string;
  keysDir: string;
  token(person: string): Promise<string>;
  /** Starts a program of the project; `ready` is asked until it answers. */
  start(program: string, env?: NodeJS.ProcessEnv, ready?: () => Promise<boolean>): Promise<Child>;
  port(): Promise<number>;
  engine: {
    /** Where it keeps everything, on disk. */
    dbFile: string;
    kill(): Promise<void>;
    /** Again, at its address and with what it has on disk. */
    start(): Promise<void>;
  };
  stop(): Promise<void>;
}

/**
 * The embedded default's parts on free ports in a folder of their own; nothing of a running system is touched.
 * @param keptIn a folder that stays, and is gone on with when it is there
 */
export async function startBench(say: (line: string) => void, keptIn?: string): Promise<Bench> {
  const dir = keptIn ?? (await mkdtemp(join(tmpdir(), 'gongmun-bench-')));
  await mkdir(dir, { recursive: true });
  const log = (name: string) => join(dir, `${name}.log`);
  const postgres = await startPostgres({ dataDir: join(dir, 'postgres') });
  const dbFile = join(dir, 'temporal.db');
  const startEngine = (port?: number) =>
    startTemporal({
      cli: findTool('temporal', say),
      dbFile,
      logFile: log('temporal'),
      ...(port === undefined ? {} : { port }),
    });
  let temporal = await startEngine();
  const smtp = await startSink();
  const issuer = await startIssuer();
  const apiPort = await freePort();
  const api = `http://127.0.0.1:${apiPort}`;
  const common: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    MODE: 'embedded',
    PORT: String(apiPort),
    PUBLIC_URL: api,
    DATABASE_URL: postgres.appUrl,
    TEMPORAL_ADDRESS: temporal.address,
    OIDC_ISSUER: issuer.url,
    SMTP_URL: smtp.url,
    FILES_DIR: join(dir, 'files'),
    KEYS_DIR: join(dir, 'keys'),
    RATE_LIMIT_PER_MINUTE: '1000000000',
    PERSON_LIMIT_PER_MINUTE: '1000000',
    ORGANISATION_LIMIT_PER_MINUTE: '1000000',
    OFFICE_LIMIT_PER_MINUTE: '1000000',
    CONNECTIONS_PER_ADDRESS: '10000',
    LOG_LEVEL: 'error',
    METRICS_PORT: String(await freePort()),
  };
  const children: Child[] = [];
  async function once(program: string, args: string[]): Promise<void> {
    const child = startProgram(
      program,
      args,
      { ...common, MIGRATION_DATABASE_URL: postgres.url },
      log('setup'),
    );
    if ((await child.exited) !== 0) throw new Error(`${program} failed: see ${log('setup')}.`);
  }
  await once('db/migrate.ts', []);
  await once('api/load.ts', ['--directory', 'local/demo/directory.json', '--forms', 'forms']);
  return {
    api,
    databaseUrl: postgres.url,
    temporalAddress: temporal.address,
    keysDir: join(dir, 'keys'),
    token: issuer.token,
    port: () => freePort(),
    engine: {
      dbFile,
      async kill() {
        temporal.child.kill();
        await temporal.child.exited;
      },
      async start() {
        temporal = await startEngine(Number(new URL(`tcp://${temporal.address}`).port));
      },
    },
    async start(program, env = {}, ready = async () => true) {
      const child = startProgram(program, [], { ...common, ...env }, log('programs'));
      children.push(child);
      await waitFor(ready, {
        within: 60_000,
        failed: `${program} did not become ready: see ${log('programs')}.`,
        child,
      });
      return child;
    },
    async stop() {
      await Promise.all(children.map((child) => child.stop('SIGTERM', 5_000)));
      await temporal.stop();
      await postgres.stop();
      await Promise.all([smtp.stop(), issuer.stop()]);
      if (keptIn !== undefined) return;
      for (const folder of [dir, postgres.folder]) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Takes every mail over real SMTP and forgets it. */
async function startSink(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      stream.on('end', () => done());
      stream.resume();
    },
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `smtp://127.0.0.1:${port}`, stop: () => new Promise((resolve) => server.close(resolve)) };
}

async function startIssuer(): Promise<{
  url: string;
  token(person: string): Promise<string>;
  stop(): Promise<void>;
}> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256' };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = createServer((req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(req.url === '/jwks' ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/jwks` }));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url,
    token: (person) =>
      new SignJWT({ name: person, email: `${person}@demo.invalid`, locale: 'ko' })
        .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
        .setIssuer(url)
        .setAudience('gongmun')
        .setSubject(person)
        .setIssuedAt()
        .setExpirationTime('2h')
        .sign(privateKey),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
