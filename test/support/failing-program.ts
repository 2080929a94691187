import type { Failpoint } from '../../domain/failpoints';
import { type Program, startProgram } from './program';

export type FailpointAct = 'exit' | 'hang' | 'throw';

export interface FailingProgram {
  /** Where it has failed so far. */
  fired(): Failpoint[];
  /** What the last of its processes wrote. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * A program that fails once at each of these places. One that ends is started again with the places that are left, as a
 * supervisor would start it.
 */
export function startFailing(
  program: 'api/main.ts' | 'worker/main.ts',
  { at, act, env }: { at: readonly Failpoint[]; act: FailpointAct; env: NodeJS.ProcessEnv },
): FailingProgram {
  let before: Failpoint[] = [];
  let stopped = false;
  const firedIn = (run: Program): Failpoint[] => {
    const names = [...run.output().matchAll(/^failpoint (\S+) /gm)].map(([, name]) => name);
    return at.filter((name) => names.includes(name));
  };
  const start = (): Program => {
    const left = at.filter((name) => !before.includes(name)).map((name) => `${name}=${act}`);
    return startProgram(program, { ...env, FAILPOINTS: left.join() });
  };
  let run = start();
  const watch = async (): Promise<void> => {
    while (!stopped) {
      await run.ended;
      before = [...before, ...firedIn(run)];
      if (!stopped) run = start();
    }
  };
  const watching = watch();
  return {
    fired: () => [...new Set([...before, ...firedIn(run)])],
    output: () => run.output(),
    async stop() {
      stopped = true;
      run.signal('SIGKILL');
      await watching;
    },
  };
}
