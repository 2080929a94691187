import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';

export interface Child {
  pid: number;
  /** Resolves with the exit code, or null for a signal. */
  exited: Promise<number | null>;
  alive(): boolean;
  /** Asks it to end, and ends it when it has not after `graceMs`. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
  kill(): void;
}

export interface ChildOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  logFile?: string | undefined;
  uid?: number | undefined;
  gid?: number | undefined;
}

/** Whatever way this process ends, unless it is killed, none of its children outlives it. */
const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** A process of its own group, so that Ctrl-C in the terminal reaches only who starts and stops it. */
export function startChild(command: string, args: string[], options: ChildOptions = {}): Child {
  const log = options.logFile === undefined ? 'ignore' : openSync(options.logFile, 'a', 0o600);
  const { env, cwd, uid, gid } = options;
  const child = spawn(command, args, {
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid, gid }),
    stdio: ['ignore', log, log],
    detached: true,
  });
  living.add(child);
  child.once('exit', () => living.delete(child));
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(127));
  });
  return {
    pid: child.pid ?? -1,
    exited,
    alive: () => isRunning(child),
    async stop(signal = 'SIGTERM', graceMs = 10_000) {
      if (!isRunning(child)) return;
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/**
 * Asks again and again, for a bounded time.
 * @throws Error `failed` when the time is over or the process has ended
 */
export async function waitFor(
  ask: () => Promise<boolean>,
  { within, failed, child }: { within: number; failed: string; child?: Child },
): Promise<void> {
  const end = Date.now() + within;
  while (Date.now() < end) {
    if (await ask().catch(() => false)) return;
    if (child !== undefined && !child.alive()) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(failed);
}
