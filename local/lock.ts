import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The processes of one start, by part. */
export type Pids = Partial<Record<'start' | 'api' | 'worker' | 'temporal' | 'postgres', number>>;

const fileOf = (data: string): string => join(data, 'start.json');

/**
 * One start at a time on a data folder.
 * @returns what a start that was killed has left running, perhaps
 * @throws Error with one sentence when another start lives
 */
export function takeLock(data: string): Pids {
  const left = readPids(data);
  if (left.start !== undefined && isStart(left.start)) throw taken(left.start);
  rmSync(fileOf(data), { force: true });
  try {
    writeFileSync(fileOf(data), JSON.stringify({ ...left, start: process.pid }), { flag: 'wx', mode: 0o600 });
  } catch {
    throw taken(readPids(data).start);
  }
  return left;
}

export function writePids(data: string, pids: Pids): void {
  writeFileSync(`${fileOf(data)}.new`, JSON.stringify(pids), { mode: 0o600 });
  renameSync(`${fileOf(data)}.new`, fileOf(data));
}

export function dropLock(data: string): void {
  rmSync(fileOf(data), { force: true });
}

function readPids(data: string): Pids {
  try {
    return JSON.parse(readFileSync(fileOf(data), 'utf8'));
  } catch {
    return {};
  }
}

function taken(pid: number | undefined): Error {
  return new Error(
    `Gongmun runs already on this data folder (process ${pid}): stop it first, or set GONGMUN_DATA to another folder.`,
  );
}

/** Whether this number is a living start; another program may have got it since. */
function isStart(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('local/main.ts');
  } catch {
    return true;
  }
}
