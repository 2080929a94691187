import { rewrapKeys } from '../adapters/content-keys';
import { readConfig } from '../config';
import { openKeyRows } from '../db/key-rows';

/** `npm run keys:rewrap`: every content key wrapped anew with the newest master key; tells which ones are not needed more. */
async function main(): Promise<void> {
  const { keyStore } = readConfig();
  const rows = openKeyRows(keyStore.url);
  try {
    const { rewrapped, retired } = await rewrapKeys(rows, keyStore.mastersDir);
    process.stdout.write(`rewrapped ${rewrapped} keys\n`);
    for (const id of retired) process.stdout.write(`master key ${id} wraps nothing any more\n`);
  } finally {
    await rows.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `Not every key was rewrapped: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
