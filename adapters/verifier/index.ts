import { spawn } from 'node:child_process';
import { mkdtemp, open, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { GongmunError } from '../../domain/errors';
import { counted } from './counted';
import { receiveFile } from './receive-file';

/** What the verifier says of a file (docs/evidence.md, Verdicts). */
export interface CheckedFile {
  verdict: 'genuine' | 'not_genuine' | 'cannot_tell';
  kind: 'receipt' | 'proof' | 'receipt-bundle' | 'pdf' | 'bundle' | 'record' | 'mail' | 'export' | 'unknown';
  /** Sentences; none unless genuine. */
  proved: string[];
  /** What failed, or why it cannot be told. */
  faults: string[];
}

export interface Verifier {
  /**
   * Checks a file and keeps nothing of it.
   * @param keys a JWK set: whom to trust
   * @throws GongmunError `verify.too_large` (413), `verify.busy` (503), `request.incomplete` (400)
   */
  check(source: Readable, keys: object): Promise<CheckedFile>;
}

export interface VerifierLimits {
  /** The program to run; it gets the file as its standard input. */
  program: string;
  maxBytes: number;
  /** How long one check may take. */
  withinMs: number;
  /** How long a file may take to arrive. */
  arriveWithinMs: number;
  /** The heap of a check; the file itself comes on top. */
  heapMiB: number;
  atOnce: number;
  /** Files that arrive or wait at the same time; each takes its place on the disk. */
  arrivingAtOnce: number;
}

const LIMITS: VerifierLimits = {
  program: join(__dirname, '../../verifier/verify.mjs'),
  maxBytes: 32 * 1024 * 1024,
  withinMs: 20_000,
  arriveWithinMs: 60_000,
  heapMiB: 256,
  atOnce: 2,
  arrivingAtOnce: 8,
};

/** More than the verifier ever says. */
const MOST_OUTPUT = 8 * 1024 * 1024;

/**
 * Runs verifier/verify.mjs as a process of its own: what a hostile file costs is bounded there, and nothing of this
 * process, environment and keys included, is within its reach (decision 0028).
 */
export function createVerifier(overrides: Partial<VerifierLimits> = {}): Verifier {
  const limits = { ...LIMITS, ...overrides };
  const arriving = counted(limits.arrivingAtOnce);
  const running = counted(limits.atOnce);
  return {
    check: (source, keys) =>
      arriving(async () => {
        const folder = await mkdtemp(join(tmpdir(), 'gongmun-verify-'));
        try {
          const file = join(folder, 'file');
          const keysFile = join(folder, 'keys.json');
          await receiveFile(source, file, limits);
          await writeFile(keysFile, JSON.stringify(keys));
          return await running(() => run(limits, file, keysFile));
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
  };
}

/** The file loses its name before it is read, so that not even a killed process leaves it behind. */
async function run(limits: VerifierLimits, path: string, keysFile: string): Promise<CheckedFile> {
  const file = await open(path, 'r');
  try {
    await unlink(path);
    const heap = `--max-old-space-size=${limits.heapMiB}`;
    const args = [heap, limits.program, '-', '--keys', keysFile, '--offline', '--json'];
    return read(await outputOf(args, file.fd, limits.withinMs));
  } finally {
    await file.close();
  }
}

function outputOf(args: string[], stdin: number, timeout: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: {},
      stdio: [stdin, 'pipe', 'ignore'],
      timeout,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > MOST_OUTPUT) child.kill('SIGKILL');
    });
    child.on('error', (cause) =>
      reject(
        new GongmunError('unavailable', 'verify.unavailable', 'Files cannot be checked now.', {
          retryAfter: 30,
          cause,
        }),
      ),
    );
    child.on('close', () => resolve(output));
  });
}

/** A program that was stopped, by time or memory, has said nothing whole. */
function read(output: string): CheckedFile {
  try {
    return JSON.parse(output);
  } catch {
    const faults = [
      'Checking this file takes more time or memory than there is for it here; use the verifier on a computer of your own.',
    ];
    return { verdict: 'cannot_tell', kind: 'unknown', proved: [], faults };
  }
}
