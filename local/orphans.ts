import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from './child';
import { readRunning, removeRunning } from './running';

/**
 * Ends what a start left behind that was killed itself. A process counts as ours only when its command line says so:
 * a number may have gone to another program since.
 */
export async function stopOrphans(data: string): Promise<void> {
  if (!existsSync(join(data, 'running.json'))) return;
  const { pids } = readRunning(data);
  const marks = { api: 'api/main.ts', worker: 'worker/main.ts', temporal: join(data, 'temporal.db') };
  for (const [name, mark] of Object.entries(marks)) {
    const pid = pids[name];
    if (pid === undefined || !isOurs(pid, mark)) continue;
    process.kill(pid, 'SIGTERM');
    await waitFor(async () => !isOurs(pid, mark), {
      within: 20_000,
      failed: `The ${name} of an earlier start (process ${pid}) does not end: stop it and start again.`,
    });
  }
  removeRunning(data);
}

export function isOurs(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
  } catch {
    return false;
  }
}
