import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findPython } from './find-python';

/**
 * Gives files to verifier/verify.py, all in one process, as they come.
 * @returns one verdict for each, in order; `crash …` where it raised
 * @throws Error when the program itself failed, with what it said
 */
export async function verdictsOfPython(files: Iterable<Buffer>, keys: object): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gongmun-python-'));
  const keysFile = join(folder, 'keys.json');
  writeFileSync(keysFile, JSON.stringify(keys));
  const { command, env } = findPython();
  const child = spawn(command, [join(__dirname, 'verify-many.py'), keysFile], {
    env: { ...process.env, ...env },
  });
  try {
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    // A program that ends early closes its input; its status tells.
    child.stdin.on('error', () => {});
    const verdicts: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => verdicts.push(line));
    const ended = once(child, 'close');
    for (const bytes of files) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      child.stdin.write(length);
      if (!child.stdin.write(bytes) && child.exitCode === null)
        await Promise.race([once(child.stdin, 'drain'), ended]);
    }
    child.stdin.end();
    const [status] = await ended;
    if (status !== 0) throw new Error(`verify-many.py ended with ${status}: ${Buffer.concat(said)}`);
    return verdicts;
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
