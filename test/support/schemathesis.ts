import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Property-based tests of an API from its OpenAPI document; a PyPI package. */
const VERSION = '4.32.5';

/**
 * Schemathesis in a virtual environment of its own in the user's cache, made when it is not there.
 * @returns the arguments that run it; undefined where it cannot be had
 */
export function findSchemathesis(): string[] | undefined {
  const python = process.env.PYTHON ?? 'python3';
  const asked = spawnSync(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
    encoding: 'utf8',
  });
  if (asked.status !== 0) return undefined;
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gongmun');
  const folder = join(cache, `schemathesis-${VERSION}-python${asked.stdout.trim()}`);
  // Not by the script in bin/: that one names the folder in which it was installed.
  const command = [join(folder, 'bin', 'python'), '-m', 'schemathesis.cli'];
  if (existsSync(folder)) return command;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, '.schemathesis-'));
  const run = (program: string, args: string[]) =>
    spawnSync(program, args, { stdio: 'ignore', timeout: 300_000, env: { ...process.env, PIP_USER: '0' } })
      .status === 0;
  try {
    const options = ['--quiet', '--disable-pip-version-check', '--no-input'];
    const made =
      run(python, ['-m', 'venv', fresh]) &&
      run(join(fresh, 'bin', 'python'), ['-m', 'pip', 'install', ...options, `schemathesis==${VERSION}`]);
    if (made && !existsSync(folder)) renameSync(fresh, folder);
    return existsSync(folder) ? command : undefined;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Runs it to its end. @returns its exit code and what it printed */
export async function runSchemathesis(
  command: string[],
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  const [program = '', ...before] = command;
  // It keeps what it found in its working directory.
  const cwd = mkdtempSync(join(tmpdir(), 'gongmun-schemathesis-'));
  const child = spawn(program, [...before, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '160', PYTHONUTF8: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      output += part;
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  rmSync(cwd, { recursive: true, force: true });
  return { code, output };
}
