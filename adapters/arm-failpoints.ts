import { writeSync } from 'node:fs';
import { armFailpoints, type Failpoint } from '../domain/failpoints';

export type FailpointAct = 'exit' | 'hang' | 'throw';

/**
 * Makes this process fail at each of these places when it comes there for the first time: end at once as if it were killed,
 * never go on, or throw. It says on standard error that it did.
 */
export function armProcess(acts: Partial<Record<Failpoint, FailpointAct>>): void {
  if (Object.keys(acts).length === 0) return;
  const left = new Map(Object.entries(acts));
  armFailpoints((name) => {
    const act = left.get(name);
    if (act === undefined) return undefined;
    left.delete(name);
    // Written before anything else can happen: whoever waits for the process reads it afterwards.
    writeSync(2, `failpoint ${name} ${act}\n`);
    if (act === 'exit') process.kill(process.pid, 'SIGKILL');
    // A process that was told to die does not go on meanwhile either.
    return act === 'throw' ? Promise.reject(new Error('a failpoint')) : new Promise(() => {});
  });
}
