import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  const left = readPids(fileOf(data));
  if (left.start !== undefined && isStart(left.start)) throw taken(left.start);
  putAside(data, left.start);
  const own = `${fileOf(data)}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ ...left, start: process.pid }), { mode: 0o600 });
  try {
    // Unlike an exclusive write, a link is there with its content or not at all.
    linkSync(own, fileOf(data));
  } catch {
    throw taken(readPids(fileOf(data)).start);
  } finally {
    rmSync(own, { force: true });
  }
  return left;
}

/** Of two starts that find the same dead one, the slower must not remove the quicker one's lock. */
function putAside(data: string, dead: number | undefined): void {
  const aside = `${fileOf(data)}.${process.pid}`;
  try {
    renameSync(fileOf(data), aside);
    if (readPids(aside).start !== dead) linkSync(aside, fileOf(data));
  } catch {
    // Nothing was there, or the quicker one has written its lock anew: what decides comes next.
  }
  rmSync(aside, { force: true });
}

export function writePids(data: string, pids: Pids): void {
  writeFileSync(`${fileOf(data)}.new`, JSON.stringify(pids), { mode: 0o600 });
  renameSync(`${fileOf(data)}.new`, fileOf(data));
}

export function dropLock(data: string): void {
  rmSync(fileOf(data), { force: true });
}

function readPids(file: string): Pids {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
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
