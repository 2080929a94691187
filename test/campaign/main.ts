import { parseArgs } from 'node:util';
import { findTool } from '../../local/temporal-cli.mjs';
import { runCampaign } from './campaign';
import { addToTotals } from './totals';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    'kill-every-ms': { type: 'string', default: '4500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** A file in which the figures of several runs add up. */
    totals: { type: 'string' },
  },
});

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** `npm run faults:kills -- [--seconds 600] [--kill-every-ms 4500] [--seed N] [--totals FILE]`: figures as JSON; 1 where a promise was broken. */
async function main(): Promise<void> {
  const result = await runCampaign({
    temporalCli: findTool('temporal', say),
    seconds: Number(values.seconds),
    killEveryMs: Number(values['kill-every-ms']),
    seed: Number(values.seed),
    say,
  });
  const { audit, broken, ...figures } = result;
  for (const line of broken.slice(0, 100)) say(line);
  if (audit.code !== 0) say(audit.output);
  const sound = broken.length === 0 && audit.code === 0 && result.mails.missing === 0;
  const line = { seed: values.seed, seconds: values.seconds, sound, ...figures };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  if (values.totals !== undefined)
    process.stdout.write(`${JSON.stringify(addToTotals(values.totals, line))}\n`);
  if (!sound || result.caughtUpWithin > 60) process.exitCode = 1;
}

// Whatever way it ends, its parts end with it (`startChild`).
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
