// Finds a Chromium for the tests of the portal. Runs before anything is installed: plain Node, no dependency.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** An npm package that carries the browser inside; a registry's own check of its digest is npm's. */
const PACKAGE = '@sparticuz/chromium';
const VERSION = '143.0.4';

/**
 * `CHROMIUM_PATH`, then the PATH, then a headless Chromium from the npm registry in the user's cache, fetched when it is
 * not there.
 * @param {(line: string) => void} say
 * @returns {string | undefined} a path that runs; undefined where none is to be had
 * @throws Error with one sentence that says what to do
 */
export function findBrowser(say) {
  const explicit = process.env.CHROMIUM_PATH;
  if (explicit) {
    if (!existsSync(explicit))
      throw new Error(`CHROMIUM_PATH names ${explicit}, where there is no file: correct it or unset it.`);
    return explicit;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
  if (installed !== undefined) return installed;
  // The package holds a build for this kind of machine alone.
  if (platform() !== 'linux' || process.arch !== 'x64') return undefined;
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gongmun');
  const folder = join(cache, `chromium-${VERSION}`);
  const program = join(folder, 'chromium.sh');
  if (existsSync(program)) return program;
  say(`Fetching Chromium ${VERSION} for the tests of the portal (about 70 MB, once) …`);
  return fetchBrowser(cache, folder) ? program : undefined;
}

/** @returns whether it runs here */
function fetchBrowser(cache, folder) {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, '.fetch-'));
  try {
    const npm = [
      'install',
      '--prefix',
      work,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--loglevel=error',
    ];
    if (spawnSync('npm', [...npm, `${PACKAGE}@${VERSION}`], { stdio: 'ignore' }).status !== 0) return false;
    const bin = join(work, 'bin');
    mkdirSync(bin);
    writeFileSync(
      join(work, 'unpack.mjs'),
      `import chromium from '${PACKAGE}';\nawait chromium.executablePath();\n`,
    );
    // It unpacks to the folder for temporary files, its libraries only where it takes itself for a Lambda.
    const env = { ...process.env, TMPDIR: bin, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
    if (spawnSync(process.execPath, [join(work, 'unpack.mjs')], { env, stdio: 'ignore' }).status !== 0)
      return false;
    writeFileSync(
      join(bin, 'chromium.sh'),
      `#!/bin/sh\nhere=$(dirname "$0")\nLD_LIBRARY_PATH="$here/al2023/lib:$LD_LIBRARY_PATH" exec "$here/chromium" "$@"\n`,
    );
    chmodSync(join(bin, 'chromium.sh'), 0o755);
    if (!existsSync(folder)) renameSync(bin, folder);
    if (runs(join(folder, 'chromium.sh'))) return true;
    rmSync(folder, { recursive: true, force: true });
    return false;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const runs = (program) =>
  spawnSync(program, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0;
