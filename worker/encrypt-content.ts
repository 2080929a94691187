import { encryptContent } from '../activities/encrypt-content';
import { openContentCipher } from '../adapters/content-cipher';
import { createFiles, createSealedFiles } from '../adapters/files';
import { readConfig } from '../config';
import { openKeyRows } from '../db/key-rows';
import { openDatabase } from '../db/knex';

/** `npm run content:encrypt`: does now what a worker does in the background, and tells what is left. */
async function main(): Promise<void> {
  const config = readConfig();
  const db = openDatabase(config.database);
  const cipher = await openContentCipher({
    rows: openKeyRows(config.keyStore.url),
    mastersDir: config.keyStore.mastersDir,
  });
  try {
    const files = createSealedFiles(createFiles(config.files), cipher);
    const { rows, files: sealed, damaged } = await encryptContent({ db, cipher, files });
    process.stdout.write(
      `sealed ${rows} rows and ${sealed} files; ${damaged} damaged files are left plain\n`,
    );
    if (damaged > 0) process.exitCode = 1;
  } finally {
    await cipher.stop();
    await db.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `Not everything is sealed: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
