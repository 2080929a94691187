import { join } from 'node:path';
import { createHostileClient } from '../support/hostile-client';
import { naughtyCalls } from '../support/naughty-calls';
import { liveThrough } from '../support/naughty-life';
import { NAUGHTY_STRINGS } from '../support/naughty-strings';
import { type Processes, startProcesses } from '../support/processes';
import { findSchemathesis, runSchemathesis } from '../support/schemathesis';

/** `npm run hostile` sends every text to every place; the short form lets them go round. */
const ALL = process.env.GONGMUN_HOSTILE === 'all';
const MOST_GROWTH_BYTES = 50_000_000;
const AT_ONCE = 4;
const PEOPLE = ['minji', 'registrar', 'admin', 'auditor', 'operator', 'sora'];
const TEXTS = NAUGHTY_STRINGS.map(([, text]) => text);
const say = (what: string, counts: object) => process.stderr.write(`${what}: ${JSON.stringify(counts)}\n`);

describe('bad input', () => {
  let processes: Processes;
  let known: Record<string, string>;
  beforeAll(async () => {
    processes = await startProcesses();
    known = await somethingThere();
  }, 150_000);
  afterAll(() => processes?.stop());

  /** What paths name, so that a bad text meets a thing that is there. */
  async function somethingThere(): Promise<Record<string, string>> {
    const minji = processes.as('minji');
    const upload = (await minji.upload('a.txt', 'text')).body.id;
    const letter = { letter: { title: 'title', body: 'body' }, office: 'haneul-civil' };
    const { submission, receipt } = (await minji.submit({ ...letter, attachments: [{ upload }] })).body;
    return {
      'submissions/id': submission.id,
      'submissions/file': upload,
      'submissions/evidence': receipt.id,
      'uploads/id': upload,
      'drafts/id': (await minji.post('/v1/drafts', letter)).body.id,
      'forms/id': 'resident-certificate-request',
      ...{ code: 'haneul-civil', office: 'haneul-civil', number: '000-00-00017', version: '1' },
      ...{ seq: '1', size: '1', year: '2026', digest: 'A'.repeat(43) },
      ...Object.fromEntries(
        ['id', 'run', 'claim', 'mail', 'delivery', 'evidence', 'file'].map((one) => [one, NOBODYS]),
      ),
    };
  }

  it('each text in each field of each operation is taken or refused, quickly and in our own words', async () => {
    const client = createHostileClient(processes);
    const calls = naughtyCalls(known, (place) =>
      ALL ? TEXTS : [TEXTS[(place * 7) % TEXTS.length] ?? '', TEXTS[(place * 11 + 3) % TEXTS.length] ?? ''],
    );
    // Files are checked in two processes at a time; who comes third is told to wait.
    const verifies = (what: string) => what.startsWith('verifyFile');
    await inTurns(
      calls.filter(({ what }) => !verifies(what)),
      (call) => client.send(call),
    );
    for (const call of calls.filter(({ what }) => verifies(what))) await client.send(call);
    say('texts in fields', { places: new Set(calls.map(({ what }) => what)).size, ...client.counts() });
    expect(client.faults).toEqual([]);
    expect(client.counts().requests).toBe(calls.length);
  }, 1_800_000);

  const schemathesis = findSchemathesis();
  // Where Python 3 with venv and pip is missing it cannot be had, which is told as a test that was skipped.
  const tried = schemathesis === undefined ? it.skip : it;
  tried.each(ALL ? PEOPLE : PEOPLE.slice(0, 1))(
    'schemathesis finds nothing as %s',
    async (who) => {
      const before = processes.memory();
      const { code, output } = await runSchemathesis(
        schemathesis ?? [],
        [
          ...['--config-file', join(__dirname, 'schemathesis.toml')],
          ...['run', join(__dirname, '../../api/openapi.json'), '--url', processes.url],
          ...['--header', `Authorization: Bearer ${await processes.system.issuer.token(`demo-${who}`)}`],
          ...['--checks', 'all', '--max-response-time', '2', '--no-shrink', '--seed', '20261127'],
          // Lines of JSON are no media type that it can write; the texts above go there too.
          ...['--exclude-operation-id', 'submitBatch', '--exclude-operation-id', 'appendToUpload'],
          ...['--warnings', 'off'],
          ...(ALL ? ['--phases', 'coverage,fuzzing', '-n', '5'] : ['--phases', 'fuzzing', '-n', '1']),
        ],
        {
          SCHEMATHESIS_HOOKS: join(__dirname, 'schemathesis_hooks.py'),
          GONGMUN_KNOWN: JSON.stringify(known),
        },
      );
      const [, requests] = /Test cases:\s+(\d+) generated/.exec(output) ?? [];
      say(`schemathesis as ${who}`, { requests: Number(requests), growth: processes.memory() - before });
      expect({ code, output: code === 0 ? '' : output.slice(-15_000) }).toEqual({ code: 0, output: '' });
      expect(Number(requests)).toBeGreaterThan(ALL ? 8_000 : 150);
    },
    1_800_000,
  );

  it('each text lives through a whole procedure', async () => {
    const client = createHostileClient(processes);
    // A walk to get warm: what is loaded once is no growth.
    const taken: number[] = [await liveThrough(client, 'plain words', 1)];
    const before = processes.memory();
    const texts = ALL ? TEXTS : TEXTS.filter((text) => /__proto__|DROP TABLE|^\u202a|e\u0301/.test(text));
    await inTurns([...texts.entries()], async ([n, text]) => {
      taken.push(await liveThrough(client, text, n + 2));
    });
    const growth = processes.memory() - before;
    say('whole procedures', { texts: texts.length, ...client.counts(), growth });
    expect(client.faults).toEqual([]);
    expect(taken[0]).toBeGreaterThan(50);
    expect(growth).toBeLessThan(MOST_GROWTH_BYTES);
  }, 1_800_000);
});

const NOBODYS = '00000000-0000-4000-8000-000000000000';

/** A few at a time, each taking the next that is left. */
async function inTurns<T>(all: readonly T[], one: (of: T) => Promise<unknown>): Promise<void> {
  const rest = all.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const next of rest) await one(next);
    }),
  );
}
