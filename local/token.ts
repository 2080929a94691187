import { demoToken } from './demo-token';
import { dataFolder, readRunning } from './running';

/** `npm run --silent token -- NAME`: a bearer token for a demo person of the running embedded default. */
async function token(): Promise<void> {
  const name = process.argv[2];
  if (name === undefined) throw new Error('Say for whom: npm run --silent token -- minji');
  process.stdout.write(`${await demoToken(readRunning(dataFolder()).issuer, name)}\n`);
}

token().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
