import { once } from 'node:events';
import { checkStructure } from './check-structure.mjs';

/**
 * Reads one file after the other from its standard input, each after a line that says its kind and length, and answers
 * each with a line. Started by `check-process.ts`, which bounds its time and memory.
 */
async function main() {
  let line = '';
  let file;
  process.stdout.write('ready\n');
  for await (const part of process.stdin) {
    let chunk = part;
    while (chunk.length > 0) {
      if (file === undefined) {
        const end = chunk.indexOf('\n');
        line += chunk.toString('utf8', 0, end < 0 ? chunk.length : end);
        chunk = end < 0 ? chunk.subarray(chunk.length) : chunk.subarray(end + 1);
        if (end < 0) continue;
        const { mediaType, bytes } = JSON.parse(line);
        line = '';
        // Of its own, so that a parser may take it over.
        file = { mediaType, content: Buffer.from(new ArrayBuffer(bytes)), taken: 0 };
      }
      const taken = chunk.copy(file.content, file.taken);
      file.taken += taken;
      chunk = chunk.subarray(taken);
      if (file.taken < file.content.length) continue;
      const fault = await checkStructure(file.content, file.mediaType);
      file = undefined;
      if (!process.stdout.write(`${JSON.stringify({ fault })}\n`)) await once(process.stdout, 'drain');
    }
  }
}

main().catch(() => process.exit(1));
