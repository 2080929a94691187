import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const VERIFIER = join(__dirname, '../../verifier/verify.mjs');

export interface Run {
  status: number | null;
  out: string;
  err: string;
  ms: number;
  /** Processor time, which a busy machine does not lengthen. */
  cpuMs: number;
  /** The most memory that the process ever held, in MiB. */
  peakMiB: number;
}

/**
 * Tells what the process took when it ends, on a channel of its own. Linux counts into `maxRSS` what the parent held when
 * it started the process; what the process itself held is in its status file.
 */
const METER = `data:text/javascript,${encodeURIComponent(`
  import { existsSync, readFileSync, writeSync } from 'node:fs';
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
    const peak = Number(status.match(/VmHWM:\\s*(\\d+) kB/)?.[1] ?? maxRSS);
    writeSync(3, JSON.stringify({ peak, cpu: userCPUTime + systemCPUTime }));
  });`)}`;

/** Runs the verifier as people do, with nothing of this process's environment. */
export function runVerifier(
  args: string[],
  { program = VERIFIER, input = '' as string | Buffer, nodeArgs = [] as string[] } = {},
): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', METER, ...nodeArgs, program, ...args], {
    env: {},
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '', usage: '' };
  child.stdout?.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said.err += chunk;
  });
  child.stdio[3]?.on('data', (chunk) => {
    said.usage += chunk;
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      const { peak, cpu } = JSON.parse(said.usage);
      const { out, err } = said;
      const ms = performance.now() - started;
      resolve({ status, out, err, ms, cpuMs: cpu / 1_000, peakMiB: peak / 1024 });
    });
  });
}
