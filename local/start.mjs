// `npm start` and `npm run dev`: plain Node, no dependency, so that it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installIfNeeded, ROOT, requireNode } from './install.mjs';
import { findTool } from './temporal-cli.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

function start() {
  requireNode();
  installIfNeeded(say);
  buildPortal();
  const cli = process.env.TEMPORAL_ADDRESS ? '' : findTool('temporal', say);
  // A group of its own: every signal reaches it through here, and so once.
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts', ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, TEMPORAL_CLI: cli },
    detached: process.platform !== 'win32',
  });
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  const watch = whenLeftBehind(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    process.exitCode = signal === null ? (code ?? 1) : 1;
  });
}

/** The pages, anew where something they are made of changed. */
function buildPortal() {
  const built = spawnSync(process.execPath, [join(ROOT, 'portal', 'build.mjs')], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (built.status !== 0) throw new Error('The portal could not be built: see what was said above.');
}

/** SIGTERM to npm ends npm and its shell and is not passed on: whoever lost its npm has been asked to stop. */
function whenLeftBehind(act) {
  if (!['start', 'dev'].includes(process.env.npm_lifecycle_event)) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 500);
  return watch;
}

try {
  start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
