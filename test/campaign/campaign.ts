import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { startProgram } from '../support/program';
import { until } from '../support/until';
import { type Comparison, compare } from './compare';
import { type Installation, startInstallation } from './installation';
import { killNowAndThen } from './killing';
import { createLedger, type Ledger } from './ledger';
import { measureCapacity, offer } from './load';
import { createPeople } from './people';
import { random } from './random';
import { WAITS_FOR_WORKER, whatWaits } from './what-waits';

export interface CampaignOptions {
  temporalCli: string;
  /** For how long there is load, and processes are killed. */
  seconds: number;
  killEveryMs: number;
  seed: number;
  say(line: string): void;
}

export interface CampaignResult extends Comparison {
  /** Lifecycles for each second: what was measured before, and what was offered. */
  capacity: number;
  offered: number;
  kills: Record<string, number>;
  /** From the last restart until everybody had their answers, nothing waited any more, every mail was out; in seconds. */
  answeredWithin: number;
  caughtUpWithin: number;
  mailsOutWithin: number;
  requests: ReturnType<Ledger['counts']>;
  audit: { code: number | string | null; output: string };
}

const CALIBRATION = { lanes: 12, ms: 6_000 };
/** After half of what is promised it is told what is waited for. */
const LOOK_AFTER_MS = 30_000;
const CATCH_UP_WITHIN_MS = 120_000;
/** A mail that kept failing is tried again after as long as it has been failing: ten minutes of kills may take ten more. */
const MAILS_WITHIN_MS = 900_000;

/** Load and kills on an installation of its own, then the outside ledger against what is there. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { say, seconds, killEveryMs, seed } = options;
  const installation = await startInstallation(options.temporalCli);
  let sound = false;
  try {
    const ledger = createLedger();
    const people = createPeople(installation.apis, installation.issuer, ledger);
    const load = { people, pick: random(seed) };
    const capacity = await measureCapacity(load, CALIBRATION);
    const offered = capacity / 2;
    say(`capacity ${capacity.toFixed(1)} lifecycles/s, ${offered.toFixed(1)} offered`);
    const ms = seconds * 1_000;
    const offering = offer(load, { perSecond: offered, ms });
    const kills = await killNowAndThen(installation, { everyMs: killEveryMs, ms, pick: random(seed + 1) });
    const restarted = Date.now();
    say(`killed ${JSON.stringify(kills)}`);
    const looking = pause(LOOK_AFTER_MS, 'look' as const, { ref: false });
    if ((await Promise.race([offering, looking])) === 'look')
      for (const line of await whatWaits(installation)) say(line);
    await offering;
    const result = {
      ...{ capacity, offered, kills, answeredWithin: (Date.now() - restarted) / 1_000 },
      ...(await settled(installation, restarted)),
      ...(await compare(installation, ledger)),
      requests: ledger.counts(),
      audit: await audit(installation),
    };
    sound = result.broken.length === 0 && result.audit.code === 0;
    return result;
  } finally {
    if (!sound) say(`The parts' logs are kept in ${installation.logs}.`);
    await installation.stop({ keep: !sound });
  }
}

/** Waits until nothing waits. */
async function settled({ ownerUrl }: Installation, since: number) {
  const sql = new Client({ connectionString: ownerUrl });
  await sql.connect();
  const left = (text: string) => async () => Number((await sql.query(text)).rows[0].count);
  const isNone = (count: number) => count === 0;
  const secondsSince = () => (Date.now() - since) / 1_000;
  try {
    await until(
      left(`SELECT (SELECT count(*) FROM outbox)
        + (SELECT count(*) FROM submissions WHERE state IN ${WAITS_FOR_WORKER}) AS count`),
      isNone,
      CATCH_UP_WITHIN_MS,
    );
    const caughtUpWithin = secondsSince();
    await until(
      left("SELECT count(*) FROM notices WHERE status IN ('written', 'started', 'deferred')"),
      isNone,
      MAILS_WITHIN_MS,
    );
    return { caughtUpWithin, mailsOutWithin: secondsSince() };
  } finally {
    await sql.end();
  }
}

/** The auditor's own check of chains, registers, log and files. */
async function audit({ env }: Installation): Promise<CampaignResult['audit']> {
  const program = startProgram('worker/audit.ts', env, ['check', '--files']);
  const { code } = await program.ended;
  return { code, output: program.output() };
}
