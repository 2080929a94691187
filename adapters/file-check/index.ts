import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { GongmunError } from '../../domain/errors';
import type { FileFault } from '../../domain/file-fault';
import { type CheckProcess, type ProcessLimits, startCheckProcess } from './check-process';

export interface FileChecker {
  /**
   * Looks into a file, in a process of its own (docs/decisions/0048).
   * @param open gives its bytes, once its turn has come
   * @returns what is wrong with it, null where nothing is
   * @throws GongmunError `file.check_busy`, `file.check_unavailable` (503), and what the source throws
   */
  check(open: () => Promise<Readable>, file: { mediaType: string; bytes: number }): Promise<FileFault | null>;
  stop(): void;
}

export interface CheckLimits extends ProcessLimits {
  atOnce: number;
  /** Files that wait for their turn; they lie in the store meanwhile. */
  waiting: number;
  /** How long a process waits for another file before it ends. */
  idleMs: number;
}

const LIMITS: CheckLimits = {
  program: join(__dirname, 'program.mjs'),
  // On a machine that has time, a file that is stopped is answered within two seconds.
  withinMs: 1_800,
  longestMs: 15_000,
  startWithinMs: 20_000,
  heapMiB: 192,
  memoryMiB: 512,
  atOnce: 2,
  waiting: 100,
  idleMs: 60_000,
};

/** Kinds without a structure to look into. */
const PLAIN = new Set(['text/plain']);

/** Processes are started when the first file comes, kept for the next, and left behind where one was too much for them. */
export function createFileChecker(overrides: Partial<CheckLimits> = {}): FileChecker {
  const limits = { ...LIMITS, ...overrides };
  const idle: { process: CheckProcess; timer: NodeJS.Timeout }[] = [];
  const running = new Set<CheckProcess>();
  const queue: (() => void)[] = [];
  let taken = 0;

  async function turn(): Promise<void> {
    if (taken < limits.atOnce) {
      taken += 1;
      return;
    }
    if (queue.length >= limits.waiting) throw unavailable('file.check_busy', 'Many files are being checked.');
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  function release(): void {
    const next = queue.shift();
    if (next === undefined) taken -= 1;
    else next();
  }

  function ready(): CheckProcess {
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (kept.process.alive()) return kept.process;
    }
    return startCheckProcess(limits);
  }

  function keep(process: CheckProcess): void {
    if (!process.alive()) return;
    const timer = setTimeout(() => process.stop(), limits.idleMs).unref();
    idle.push({ process, timer });
  }

  return {
    async check(open, file) {
      if (PLAIN.has(file.mediaType)) return null;
      await turn();
      try {
        const source = await open();
        const process = ready();
        running.add(process);
        try {
          return await process.check(source, file);
        } catch (error) {
          if (source.errored === error) throw error;
          throw unavailable('file.check_unavailable', 'Files cannot be checked now.', error);
        } finally {
          running.delete(process);
          keep(process);
        }
      } finally {
        release();
      }
    },
    stop() {
      for (const { process, timer } of idle.splice(0)) {
        clearTimeout(timer);
        process.stop();
      }
      for (const process of running) process.stop();
    },
  };
}

function unavailable(code: string, message: string, cause?: unknown): GongmunError {
  return new GongmunError('unavailable', code, `${message} Try again soon.`, { retryAfter: 5, cause });
}
