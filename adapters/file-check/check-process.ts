import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { FileFault } from '../../domain/file-fault';

export interface ProcessLimits {
  /** The program to run; see `program.mjs` for what it is asked and answers. */
  program: string;
  /** Of a processor, from a file's last byte to the answer; by the clock where the system does not tell. */
  withinMs: number;
  /** By the clock, on a machine that has no time for it. */
  longestMs: number;
  startWithinMs: number;
  heapMiB: number;
  /** Of heap and everything beside it. */
  memoryMiB: number;
}

export interface CheckProcess {
  /**
   * @returns what is wrong with the file, null where nothing is; `file.too_complex` where the process was stopped for it
   * @throws what the source throws, and Error when the process did not start
   */
  check(source: Readable, file: { mediaType: string; bytes: number }): Promise<FileFault | null>;
  /** Whether it can be given another file. */
  alive(): boolean;
  stop(): void;
}

export function startCheckProcess(limits: ProcessLimits): CheckProcess {
  const child = spawnBounded(limits);
  const lines = createInterface({ input: child.stdout as Readable })[Symbol.asyncIterator]();
  const gone = new Promise<undefined>((resolve) => {
    child.once('exit', () => resolve(undefined)).once('error', () => resolve(undefined));
  });
  let isGone = false;
  void gone.then(() => {
    isGone = true;
  });
  child.stdin?.on('error', () => {});
  const stop = () => {
    isGone = true;
    child.kill('SIGKILL');
  };
  /** The next line, or undefined where the process ended or `enough` was said before; then it is stopped. */
  const nextLine = async (enough: (stop: () => void) => () => void): Promise<string | undefined> => {
    const over = enough(stop);
    try {
      return (await Promise.race([lines.next(), gone]))?.value;
    } finally {
      over();
    }
  };
  const started = nextLine((late) => {
    const timer = setTimeout(late, limits.startWithinMs);
    return () => clearTimeout(timer);
  });

  return {
    async check(source, file) {
      try {
        if ((await started) !== 'ready') throw new Error('The program that checks files did not start.');
        child.stdin?.write(`${JSON.stringify(file)}\n`);
        for await (const chunk of source) {
          if (isGone) break;
          if (child.stdin?.write(chunk) === false) await Promise.race([drained(child.stdin), gone]);
        }
        const answer = await nextLine((late) => watch(child.pid, limits, late));
        return answer === undefined ? 'file.too_complex' : JSON.parse(answer).fault;
      } catch (error) {
        // It may have half of a file, and waits for the rest.
        stop();
        throw error;
      } finally {
        source.destroy();
      }
    },
    alive: () => !isGone,
    stop,
  };
}

const LOOK_EVERY_MS = 50;

/** Says when the process has had its time. @returns how to stop watching */
function watch(pid: number | undefined, limits: ProcessLimits, late: () => void): () => void {
  const began = performance.now();
  const before = processorMs(pid);
  const timer = setInterval(() => {
    const elapsed = performance.now() - began;
    const used = before === undefined ? elapsed : (processorMs(pid) ?? 0) - before;
    if (used >= limits.withinMs || elapsed >= limits.longestMs) late();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** What a process has used of processors so far, as proc(5) tells it in hundredths of a second. */
function processorMs(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

/** Says nothing of errors: that the other side is gone is seen by its end. */
const drained = (stream: Writable): Promise<unknown> =>
  new Promise((resolve) => stream.once('drain', resolve));

/** With nothing of this process's environment: no key and no address is within a hostile file's reach. */
function spawnBounded(limits: ProcessLimits): ChildProcess {
  const node = [process.execPath, `--max-old-space-size=${limits.heapMiB}`, limits.program];
  const options = { env: {}, stdio: ['pipe', 'pipe', 'ignore'] as ['pipe', 'pipe', 'ignore'] };
  if (process.platform === 'win32') return spawn(node[0] ?? '', node.slice(1), options);
  // Not every system bounds data; where it does not, the heap is bounded still.
  const bounded = `ulimit -d ${limits.memoryMiB * 1024} 2>/dev/null; ulimit -c 0 2>/dev/null; exec "$@"`;
  return spawn('/bin/sh', ['-c', bounded, 'sh', ...node], options);
}
