import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const VERIFIER = join(__dirname, '../../verifier/verify.mjs');

export interface Run {
  status: number | null;
  out: string;
  err: string;
  ms: number;
  /** The most memory that the process ever held, in MiB. */
  peakMiB: number;
}

/** Tells the peak when the process ends, on a channel of its own. */
const METER =
  'data:text/javascript,import{writeSync}from"node:fs";' +
  'process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))';

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
  const said = { out: '', err: '', peak: '' };
  child.stdout?.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said.err += chunk;
  });
  child.stdio[3]?.on('data', (chunk) => {
    said.peak += chunk;
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({
        status,
        out: said.out,
        err: said.err,
        ms: performance.now() - started,
        peakMiB: Number(said.peak) / 1024,
      }),
    );
  });
}
