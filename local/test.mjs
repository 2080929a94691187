// `npm test`: plain Node, no dependency, so that it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findBrowser } from './browser.mjs';
import { installIfNeeded, ROOT, requireNode } from './install.mjs';
import { findTool } from './temporal-cli.mjs';

const SUITES = join(ROOT, 'test', 'suites.txt');
const say = (line) => process.stdout.write(`${line}\n`);

function prepare() {
  requireNode();
  installIfNeeded(say);
  for (const [name, variable] of [
    ['temporal', 'TEMPORAL_CLI'],
    ['temporal-test-server', 'TEMPORAL_TEST_SERVER'],
  ]) {
    process.env[variable] = findTool(name, say);
    say(`${name}: ${process.env[variable]}`);
  }
  const browser = findBrowser(say);
  if (browser !== undefined) process.env.CHROMIUM_PATH = browser;
  say(`chromium: ${browser ?? 'none is to be had here: the tests of the portal are skipped'}`);
}

function runCheck() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return (
    spawnSync(npm, ['run', '--silent', 'check'], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
      .status === 0
  );
}

function runJest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'gongmun-results-'));
  const file = join(folder, 'results.json');
  try {
    const jest = join('node_modules', 'jest', 'bin', 'jest.js');
    const options = ['--json', `--outputFile=${file}`, '--maxWorkers=2'];
    // jest's JSON goes to the file; what it says to people goes to standard error.
    const run = spawnSync(process.execPath, [jest, ...options, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return { ok: run.status === 0, results: JSON.parse(readFileSync(file, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const nameOf = (path) => relative(ROOT, path).replaceAll('\\', '/');

/**
 * The suites that are meant to run are a committed list: one that vanished is a failure. One that was skipped whole, for
 * want of something that cannot be fetched here, is told by name; where everything must be there (`CI` is set) it is a
 * failure too.
 */
function compareSuites(results) {
  const ran = results.testResults
    .filter((suite) =>
      suite.assertionResults.some((test) => test.status === 'passed' || test.status === 'failed'),
    )
    .map((suite) => nameOf(suite.name));
  const listed = readFileSync(SUITES, 'utf8').split('\n').filter(Boolean);
  const skipped = results.testResults
    .map((suite) => nameOf(suite.name))
    .filter((name) => !ran.includes(name));
  const missing = listed.filter((name) => !ran.includes(name) && (process.env.CI || !skipped.includes(name)));
  for (const name of skipped) say(`Skipped whole: ${name}`);
  const unlisted = results.testResults
    .map((suite) => nameOf(suite.name))
    .filter((name) => !listed.includes(name));
  for (const name of missing) say(`This suite did not run: ${name}`);
  for (const name of unlisted)
    say(`This suite is not in test/suites.txt: ${name} (npm run suites writes the list)`);
  return missing.length === 0 && unlisted.length === 0;
}

function reportSkipped(results) {
  for (const suite of results.testResults) {
    for (const test of suite.assertionResults) {
      if (test.status === 'pending') say(`Skipped: ${nameOf(suite.name)}: ${test.fullName}`);
    }
  }
}

function main() {
  prepare();
  const args = process.argv.slice(2);
  if (args[0] === '--write-suites') {
    const list = spawnSync(
      process.execPath,
      [join('node_modules', 'jest', 'bin', 'jest.js'), '--listTests'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    writeFileSync(SUITES, `${list.stdout.split('\n').filter(Boolean).map(nameOf).sort().join('\n')}\n`);
    return;
  }
  const whole = args.length === 0;
  const checked = !whole || runCheck();
  const { ok, results } = runJest(args);
  reportSkipped(results);
  const complete = !whole || compareSuites(results);
  if (!checked) say('npm run check found something: see above.');
  if (!checked || !ok || !complete) process.exitCode = 1;
  say(
    `${results.numPassedTests} passed, ${results.numFailedTests} failed, ${results.numPendingTests} skipped`,
  );
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
