import { runCampaign } from '../campaign/campaign';
import { parts } from '../support/parts';

/** A short form in `npm test`; `npm run faults` takes ten minutes, and `npm run faults:kills` whatever it is told. */
const SECONDS = Number(process.env.GONGMUN_CAMPAIGN_SECONDS ?? 30);
/** A process that starts takes seconds of a processor: in the long form the machine has some left for the load. */
const KILL_EVERY_MS = SECONDS > 60 ? 4_500 : 2_000;
const MINUTE = 60_000;

describe('under load, with processes killed one after another', () => {
  it(
    'nothing acknowledged is lost or taken twice, and all is caught up within a minute of the last restart',
    async () => {
      const { broken, audit, mails, ...result } = await runCampaign({
        ...{ temporalCli: parts().temporalCli, seconds: SECONDS, killEveryMs: KILL_EVERY_MS, seed: 7 },
        say: (line) => void process.stderr.write(`${line}\n`),
      });
      process.stderr.write(`${JSON.stringify({ ...result, mails })}\n`);
      expect(broken).toEqual([]);
      expect(audit).toEqual({ code: 0, output: expect.stringContaining('Sound.') });
      expect(mails).toMatchObject({ missing: 0 });
      expect(result.caughtUpWithin).toBeLessThan(60);
      // That it was a campaign at all.
      expect(Object.keys(result.kills).length).toBeGreaterThan(3);
      expect(result.acknowledged).toBeGreaterThan(10);
      expect(result.contested).toBeGreaterThan(0);
    },
    SECONDS * 1_000 + 8 * MINUTE,
  );
});
