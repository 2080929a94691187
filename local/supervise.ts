import { type Child, startChild } from './child';

export interface Supervised {
  name: string;
  child(): Child;
  stop(signal: NodeJS.Signals, graceMs: number): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Whoever lived this long may be started again at once. */
const HEALTHY_AFTER_MS = 30_000;

/**
 * Keeps a part running: when its process ends and nobody asked for it, it is started again, sooner the longer it lived.
 * @param first the process, running already
 * @param again starts it anew, in the same place
 */
export function supervise(
  name: string,
  first: Child,
  again: () => Promise<Child>,
  tell: { say(line: string): void; restarted(): void },
): Supervised {
  let current = first;
  let stopping = false;
  let pause = FIRST_PAUSE_MS;
  let restart = Promise.resolve();

  async function watch(): Promise<void> {
    while (!stopping) {
      const since = Date.now();
      await current.exited;
      if (stopping) return;
      pause = Date.now() - since > HEALTHY_AFTER_MS ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
      tell.say(`${name} has ended unexpectedly; it is started again.`);
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (stopping) return;
      restart = again().then(
        (child) => {
          current = child;
          tell.restarted();
        },
        () => {},
      );
      await restart;
    }
  }
  void watch();

  return {
    name,
    child: () => current,
    async stop(signal, graceMs) {
      stopping = true;
      await restart;
      await current.stop(signal, graceMs);
    },
  };
}

/** A TypeScript program of the project as a child process. */
export function startProgram(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  logFile: string,
): Child {
  return startNode(['--import', 'tsx', program, ...args], env, logFile);
}

/** What a program is made of without importing it: the worker bundles these. */
const BUNDLED = ['workflows/*.ts', 'domain/*.ts'];

/** The same, started anew whenever one of its files changes (`npm run dev`). */
export function startWatched(program: string, env: NodeJS.ProcessEnv, logFile: string): Child {
  const cli = require.resolve('tsx/cli');
  const also = BUNDLED.flatMap((files) => ['--include', files]);
  return startNode([cli, 'watch', '--clear-screen=false', ...also, program], env, logFile);
}

function startNode(args: string[], env: NodeJS.ProcessEnv, logFile: string): Child {
  return startChild(process.execPath, args, { env, cwd: `${__dirname}/..`, logFile });
}
