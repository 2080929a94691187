import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Clamd {
  binary: string;
  /** Where its libraries are, when it was not installed but only unpacked. */
  libraries?: string;
}

const INSTALLED = ['/usr/sbin/clamd', '/usr/local/sbin/clamd', '/opt/homebrew/sbin/clamd'];

/**
 * clamd as it is installed, or else from the distribution's packages, unpacked into the user's cache: nothing of the
 * machine is changed, no rights are needed.
 * @returns undefined where there is neither (no apt, no network)
 */
export function findClamd(): Clamd | undefined {
  const binary = INSTALLED.find((path) => existsSync(path));
  if (binary !== undefined) return { binary };
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gongmun');
  const folder = join(cache, 'clamd');
  if (!existsSync(folder)) fetchInto(cache, folder);
  return unpacked(folder);
}

function fetchInto(cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'clamd-'));
  try {
    const root = join(work, 'root');
    for (const part of ['lists/partial', 'archives/partial', 'debs', 'root'])
      mkdirSync(join(work, part), { recursive: true });
    const apt = (...args: string[]) =>
      execute('apt-get', [...privateState(work), '-qq', ...args], join(work, 'debs'));
    apt('update');
    const plan = apt('--simulate', '--no-install-recommends', 'install', 'clamav-daemon');
    const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '');
    // Programs that go with clamd in an installation; it runs without them, on its own signatures.
    apt('download', ...missing.filter((name) => name.startsWith('lib') || name === 'clamav-daemon'));
    for (const file of readdirSync(join(work, 'debs')))
      execute('dpkg-deb', ['-x', file, root], join(work, 'debs'));
    renameSync(root, folder);
  } catch {
    // Its suite is reported as skipped then.
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** apt with lists and archives of its own; what is installed is read from the machine. */
function privateState(work: string): string[] {
  const settings = {
    'Dir::State': work,
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': work,
    'APT::Sandbox::User': 'root',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

function execute(program: string, args: string[], cwd: string): string {
  return execFileSync(program, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 120_000,
  });
}

function unpacked(folder: string): Clamd | undefined {
  const binary = join(folder, 'usr', 'sbin', 'clamd');
  if (!existsSync(binary)) return undefined;
  const lib = join(folder, 'usr', 'lib');
  const found = readdirSync(lib, { recursive: true, encoding: 'utf8' }).find((name) =>
    /libclamav\.so\.\d+$/.test(name),
  );
  return { binary, libraries: found === undefined ? lib : join(lib, dirname(found)) };
}
