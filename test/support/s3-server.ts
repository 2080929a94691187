import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The S3 server that stands in for a real store in tests; a PyPI package, so pip is all it takes. */
const MOTO = '5.2.5';

export interface S3Server {
  endpoint: string;
  stop(): Promise<void>;
}

/** Starts an S3 server of its own on a free loopback port; the first time it is fetched into the user's cache. */
export async function startS3Server(): Promise<S3Server> {
  const python = process.env.PYTHON ?? 'python3';
  const modules = await installedMoto(python);
  const server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, PYTHONPATH: modules, PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  return {
    endpoint: await addressOf(server),
    async stop() {
      server.kill();
      await ended;
    },
  };
}

/** Reads what the server says until it says where it listens, and goes on reading, or it would stall. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    if (server.stderr === null) return reject(new Error('The S3 server has no stderr.'));
    createInterface(server.stderr).on('line', (line) => {
      if (said.length < 50) said.push(line);
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    server.once('error', reject);
    server.once('close', () => reject(new Error(`The S3 server did not start:\n${said.join('\n')}`)));
  });
}

/** The folder with moto's modules, one per version of Python; whole or not there, whoever else installs it. */
async function installedMoto(python: string): Promise<string> {
  const { stdout } = await run(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gongmun');
  const folder = join(cache, `moto-${MOTO}-python${stdout.trim()}`);
  if (await exists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, 'moto-'));
  const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--target', fresh];
  try {
    // Some machines' pip settings ask for --user, which does not go with a target.
    const env = { ...process.env, PIP_USER: '0' };
    await run(python, ['-m', 'pip', 'install', ...options, `moto[s3,server]==${MOTO}`], {
      env,
      maxBuffer: 10_000_000,
    });
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
