import { dataFolder, readRunning } from './running';

/** `npm run --silent token -- NAME`: a bearer token for a demo person of the running embedded default. */
async function token(): Promise<void> {
  const name = process.argv[2];
  if (name === undefined) throw new Error('Say for whom: npm run --silent token -- minji');
  const { issuer } = readRunning(dataFolder());
  const answer = await fetch(`${issuer}/demo-token`, {
    method: 'POST',
    body: new URLSearchParams({ person: name }),
  }).catch(() => {
    throw new Error('Gongmun is not running here: start it with `npm start` first.');
  });
  const text = await answer.text();
  if (answer.status !== 200)
    throw new Error(`There is no demo person called "${name}": the start screen lists them.`);
  process.stdout.write(`${text}\n`);
}

token().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
