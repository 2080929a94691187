import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A program from the distribution's packages with the libraries that the machine lacks, unpacked into the user's cache:
 * nothing of the machine is changed, no rights are needed.
 * @param folder its name in the cache
 * @returns the folder in which `usr` lies; undefined where it cannot be fetched (no apt, no network)
 */
export function unpackPackages(folder: string, name: string): string | undefined {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gongmun');
  const target = join(cache, folder);
  if (!existsSync(target)) fetchInto(cache, target, name);
  return existsSync(target) ? target : undefined;
}

/** The folder of a library among those unpacked, for `LD_LIBRARY_PATH`. */
export function libraryFolder(root: string, library: RegExp): string {
  const lib = join(root, 'usr', 'lib');
  const found = readdirSync(lib, { recursive: true, encoding: 'utf8' }).find((path) => library.test(path));
  return found === undefined ? lib : join(lib, dirname(found));
}

function fetchInto(cache: string, target: string, name: string): void {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, `${name}-`));
  try {
    const root = join(work, 'root');
    for (const part of ['lists/partial', 'archives/partial', 'debs', 'root'])
      mkdirSync(join(work, part), { recursive: true });
    const apt = (...args: string[]) =>
      execute('apt-get', [...privateState(work), '-qq', ...args], join(work, 'debs'));
    apt('update');
    const plan = apt('--simulate', '--no-install-recommends', 'install', name);
    const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, found]) => found ?? '');
    // Programs that go with it in an installation are left out; it runs without them.
    apt('download', ...missing.filter((found) => found.startsWith('lib') || found === name));
    for (const file of readdirSync(join(work, 'debs')))
      execute('dpkg-deb', ['-x', file, root], join(work, 'debs'));
    renameSync(root, target);
  } catch {
    // What needs it is reported as skipped then.
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
