import { addKey, PURPOSES } from '../adapters/keys';
import { readConfig } from '../config';

/** `node --import tsx api/add-key.ts evidence|log|seal`: one more key in `KEYS_DIR`, which signs from the next start on. */
async function main(): Promise<void> {
  const purpose = PURPOSES.find((one) => one === process.argv[2]);
  if (purpose === undefined) throw new Error(`Say for which purpose: ${PURPOSES.join(', ')}.`);
  const { dir, issuer } = readConfig().keys;
  if (dir === undefined) throw new Error('KEYS_DIR is not set.');
  process.stdout.write(`${await addKey(dir, purpose, issuer)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`No key was added: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
