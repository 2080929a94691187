import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from './child';
import type { Pids } from './lock';

/**
 * Ends what a start left behind that was killed itself. A process counts as ours only when its command line says so:
 * a number may have gone to another program since. (PostgreSQL knows its own: see postgres.ts.)
 */
export async function stopOrphans(data: string, left: Pids): Promise<void> {
  const engine = `--db-filename\0${join(data, 'temporal.db')}`;
  const found: [string, number | undefined, string][] = [
    ['API', left.api, 'api/main.ts'],
    ['worker', left.worker, 'worker/main.ts'],
    // Two engines on one file would spoil it: looked for, not only remembered.
    ...processes(engine).map((pid): [string, number, string] => ['Temporal', pid, engine]),
  ];
  for (const [name, pid, mark] of found) {
    if (pid === undefined || !isOurs(pid, mark)) continue;
    process.kill(pid, 'SIGTERM');
    await waitFor(async () => !isOurs(pid, mark), {
      within: 20_000,
      failed: `The ${name} of an earlier start (process ${pid}) does not end: stop it and start again.`,
    });
  }
}

export function isOurs(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
  } catch {
    return false;
  }
}

function processes(mark: string): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== process.pid && isOurs(pid, mark));
  } catch {
    return [];
  }
}
