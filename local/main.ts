import { mkdirSync } from 'node:fs';
import { createEmbedded } from './embedded';
import { isFree } from './free-port';
import { dropLock, takeLock } from './lock';
import { stopOrphans } from './orphans';
import { dataFolder } from './running';
import { screen } from './screen';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Shows what takes longer than a second. */
async function showing<T>(what: string, act: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const timer = setInterval(() => say(`  … ${what} (${Math.round((Date.now() - started) / 1000)} s)`), 1_000);
  return act().finally(() => clearInterval(timer));
}

/** The embedded default: everything started in order and kept running until Ctrl-C. */
async function main(): Promise<void> {
  if (process.env.MODE === 'production')
    throw new Error(
      'npm start brings demo people and parts on loopback: production is started by its own programs, see README.md.',
    );
  const data = dataFolder();
  const apiPort = portAsked();
  const mode = process.argv.includes('--watch') ? 'watch' : 'serve';
  mkdirSync(data, { recursive: true });
  const left = takeLock(data);
  process.once('exit', () => dropLock(data));
  const stopping = stopOnSignals();
  await stopOrphans(data, left);
  if (!(await isFree(apiPort))) {
    throw new Error(
      `Port ${apiPort} is taken: stop what listens there, or choose another one, like PORT=3001 npm start.`,
    );
  }
  const step = <T>(what: string, act: () => Promise<T>): Promise<T> => {
    stopping.throwIfAborted();
    return showing(what, act);
  };
  const embedded = createEmbedded({ data, apiPort, say, step, stopping, mode });
  try {
    const running = await embedded.start();
    if (!stopping.aborted) {
      say(screen(running));
      await new Promise((resolve) => stopping.addEventListener('abort', resolve));
    }
  } catch (error) {
    // What a stop interrupts may fail in any way.
    if (!stopping.aborted) throw error;
  } finally {
    await embedded.stop();
  }
  say('Gongmun has stopped.');
}

function portAsked(): number {
  const port = Number(process.env.PORT || 3000);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error('PORT is not a port: choose a number from 1 to 65535, like PORT=3001 npm start.');
}

/** Ctrl-C once stops everything in order, also in the middle of a start; twice, at once. */
function stopOnSignals(): AbortSignal {
  const stopping = new AbortController();
  const onSignal = () => {
    if (stopping.signal.aborted) process.exit(1);
    say('Stopping …');
    stopping.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stopping.signal;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
