import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Python {
  command: string;
  /** What its environment needs besides the machine's own. */
  env: NodeJS.ProcessEnv;
}

const PACKAGE = 'cryptography==48.0.0';

/**
 * Python with the package that the verifier in Python needs: as it is installed, or else with the package fetched by pip
 * into a folder of its own in the user's cache. Nothing of the machine is changed.
 * @throws Error with one sentence that says what to do
 */
export function findPython(): Python {
  for (const command of ['python3', 'python']) {
    const version = say(
      command,
      {},
      'import sys; print(sys.implementation.cache_tag, sys.version_info >= (3, 9))',
    );
    const [tag, recent] = version?.split(' ') ?? [];
    if (tag === undefined || recent !== 'True') continue;
    if (hasPackage({ command, env: {} })) return { command, env: {} };
    const folder = join(cacheFolder(), `${PACKAGE.replace('==', '-')}-${tag}`);
    const python = { command, env: { PYTHONPATH: folder } };
    if (!existsSync(folder)) fetchInto(command, folder);
    if (hasPackage(python)) return python;
    throw new Error(
      `The verifier in Python cannot be tested: ${PACKAGE} could not be fetched with pip. Install it for ${command}.`,
    );
  }
  throw new Error('The verifier in Python cannot be tested: install Python 3.9 or later.');
}

function hasPackage({ command, env }: Python): boolean {
  const modules = 'cryptography.hazmat.primitives.asymmetric.ed25519, cryptography.x509';
  return say(command, env, `import ${modules}; print("there")`) === 'there';
}

function say(command: string, env: NodeJS.ProcessEnv, program: string): string | undefined {
  const run = spawnSync(command, ['-c', program], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return run.status === 0 ? run.stdout.trim() : undefined;
}

function cacheFolder(): string {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gongmun');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Of two runs that fetch at once the later one finds the folder there and leaves it. */
function fetchInto(command: string, folder: string): void {
  const work = mkdtempSync(join(cacheFolder(), '.python-'));
  try {
    const options = ['--only-binary=:all:', '--disable-pip-version-check', '--quiet', '--target', work];
    const run = spawnSync(command, ['-m', 'pip', 'install', ...options, PACKAGE], { timeout: 300_000 });
    if (run.status === 0 && !existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
