// `npm start`: plain Node, no dependency, so that it runs before anything is installed.
import { spawn } from 'node:child_process';
import { installIfNeeded, ROOT, requireNode } from './install.mjs';
import { findTool } from './temporal-cli.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

function start() {
  requireNode();
  installIfNeeded(say);
  const cli = process.env.TEMPORAL_ADDRESS ? '' : findTool('temporal', say);
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, TEMPORAL_CLI: cli },
  });
  // Ctrl-C in a terminal reaches both processes; a signal to this one alone is passed on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1;
  });
}

try {
  start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
