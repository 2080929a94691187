import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as lasting } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../../local/free-port';
import { type LocalMail, startMail } from '../../local/mail';
import { compare } from '../campaign/compare';
import { type Installation, startInstallation } from '../campaign/installation';
import { createLedger, type Ledger } from '../campaign/ledger';
import { createPeople, type People } from '../campaign/people';
import { createApiClient } from '../support/api-client';
import { checkDepsOf, findFaults } from '../support/audited';
import { type FaultProxy, type NetworkFault, startFaultProxy } from '../support/fault-proxy';
import { parts } from '../support/parts';
import { environmentOf, type Program, startProgram } from '../support/program';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

/** `npm run faults` goes through every cell; `npm test` through a few of them. */
const ALL = process.env.GONGMUN_GRID === 'all';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const FAULT_LASTS_MS = ALL ? 15_000 : 4_000;
const READ_WITHIN_MS = 2_000;
const RECOVERS_WITHIN_MS = 90_000;

const PAIRS = [
  'api-postgres',
  'worker-postgres',
  'api-temporal',
  'worker-temporal',
  'worker-mail',
  'api-keys',
  'worker-keys',
] as const;
type Pair = (typeof PAIRS)[number];
/** Between which more than the two worst is tried. */
const CLOSELY: readonly Pair[] = ['api-postgres', 'worker-temporal'];
const WORST: readonly NetworkFault[] = ['reset', 'black_hole'];
const OTHERS: readonly NetworkFault[] = ['deaf', 'late', 'narrow', 'half_closed'];
const SHORT: readonly (readonly [Pair, NetworkFault])[] = [
  ['api-postgres', 'black_hole'],
  ['worker-postgres', 'reset'],
  ['api-temporal', 'black_hole'],
  ['worker-temporal', 'black_hole'],
  ['worker-mail', 'black_hole'],
  ['api-keys', 'reset'],
];
const GRID = PAIRS.flatMap((pair) =>
  [...WORST, ...(CLOSELY.includes(pair) ? OTHERS : [])].map((fault) => [pair, fault] as const),
);

const target = (url: string, port: number) => {
  const { hostname, port: given } = new URL(url.includes('://') ? url : `tcp://${url}`);
  return { host: hostname, port: given === '' ? port : Number(given) };
};

describe('a network that fails between two parts', () => {
  let system: System;
  let mail: LocalMail;
  let proxies: Record<Pair, FaultProxy>;
  let api: Program;
  let worker: Program;
  let url: string;
  let ledger: Ledger;
  let people: People;

  beforeAll(async () => {
    mail = await startMail();
    system = await startSystem({ worker: false, env: { SMTP_URL: mail.smtpUrl } });
    const { database, keyStore, temporal } = system.config;
    const to = async (place: string) => startFaultProxy(target(place, 5432));
    proxies = {
      'api-postgres': await to(database.url),
      'worker-postgres': await to(database.url),
      'api-temporal': await to(temporal.address),
      'worker-temporal': await to(temporal.address),
      'worker-mail': await to(mail.smtpUrl),
      'api-keys': await to(keyStore.url),
      'worker-keys': await to(keyStore.url),
    };
    const [port, metrics] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${port}`;
    api = startProgram(
      'api/main.ts',
      environmentOf(system.config, {
        PORT: String(port),
        DATABASE_URL: proxies['api-postgres'].through(database.url),
        KEYSTORE_URL: proxies['api-keys'].through(keyStore.url),
        TEMPORAL_ADDRESS: proxies['api-temporal'].address,
      }),
    );
    worker = startProgram(
      'worker/main.ts',
      environmentOf(system.config, {
        METRICS_PORT: String(metrics),
        DATABASE_URL: proxies['worker-postgres'].through(database.url),
        KEYSTORE_URL: proxies['worker-keys'].through(keyStore.url),
        TEMPORAL_ADDRESS: proxies['worker-temporal'].address,
        SMTP_URL: proxies['worker-mail'].through(mail.smtpUrl),
      }),
    );
    const ready = (place: string) =>
      until(
        () =>
          fetch(place).then(
            ({ status }) => status,
            () => 0,
          ),
        (status) => status === 200,
        60_000,
      );
    expect([await ready(`${url}/healthz`), await ready(`http://127.0.0.1:${metrics}/readyz`)]).toEqual([
      200, 200,
    ]);
    ledger = createLedger();
    people = createPeople([url], system.issuer, ledger, 5_000);
  }, 120_000);
  afterAll(async () => {
    for (const program of [api, worker]) program.signal('SIGKILL');
    await Promise.all([api.ended, worker.ended]);
    await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
    await system.stop();
    await mail.stop();
  });

  async function lifecycle(): Promise<string> {
    const { submission = '' } = await people.submit(LETTER);
    // Nobody decides on what is not yet registered.
    await people.see(submission, ({ state }) => state !== 'accepted');
    await people.act('handler1', submission, 'decisions', DECISION);
    return submission;
  }

  /** What the sender was told is what is there, once, and nothing waits. */
  async function isKept(): Promise<void> {
    const waiting = async () => [
      ...(await system.db('outbox')),
      ...(await system.db('submissions').whereNot({ state: 'closed' }).select('id', 'state')),
      ...(await system.db('notices').whereIn('status', ['written', 'started', 'deferred']).select('status')),
    ];
    expect(await until(waiting, (rows) => rows.length === 0, RECOVERS_WITHIN_MS)).toEqual([]);
    const submits = ledger.deeds().filter(({ what }) => what === 'submit');
    expect(ledger.deeds().map(({ verdict }) => verdict)).toEqual(ledger.deeds().map(() => 'taken'));
    expect((await system.db('submissions').pluck('id')).sort()).toEqual(
      submits.map(({ submission }) => submission).sort(),
    );
    expect(await system.db('registrations').orderBy('seq').pluck('seq')).toEqual(
      submits.map((_, index) => index + 1),
    );
    const mailed = mail.messages().filter(({ subject }) => subject.includes('처리 결과'));
    expect(mailed).toHaveLength(submits.length);
  }

  it.each(ALL ? GRID : SHORT)(
    '%s, %s: what is acknowledged is kept, and all goes on afterwards',
    async (pair, fault) => {
      const known = ledger.deeds()[0]?.submission ?? (await lifecycle());
      const party = createApiClient(url, () => system.issuer.token('demo-minji'));
      proxies[pair].fault(fault);
      const over = lasting(FAULT_LASTS_MS).then(() => proxies[pair].fault(undefined));
      const work = [lifecycle(), lifecycle()];
      // The engine and the mail server are not asked when somebody reads what exists; of the keys the API remembers a few.
      const readings = [];
      if (!pair.endsWith('postgres')) {
        for (const path of [
          `/v1/submissions/${known}`,
          `/v1/submissions/${known}/timeline`,
          '/v1/submissions',
        ]) {
          const asked = Date.now();
          const { status, body, headers } = await party.get(path);
          const later = body.code === 'keys.unavailable' && headers.get('retry-after') !== null;
          readings.push({ path, status, later, ms: Date.now() - asked });
        }
      }
      await over;
      await Promise.all(work);
      for (const { path, status, later, ms } of readings) {
        const answered = status === 200 || (pair === 'api-keys' && status === 503 && later);
        expect([path, status, answered]).toEqual([path, status, true]);
        expect(ms).toBeLessThan(READ_WITHIN_MS);
      }
      await isKept();
    },
    300_000,
  );
});

/** A small file system of its own, where this process may mount one. */
function mountSmall(size: string): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'gongmun-small-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0777`, 'gongmun-small', dir]);
  if (mounted.status === 0) return dir;
  rmSync(dir, { recursive: true });
  return undefined;
}

function unmount(dir: string): void {
  spawnSync('umount', [dir]);
  rmSync(dir, { recursive: true, force: true });
}

const filesDir = mountSmall('256k');
(filesDir === undefined ? describe.skip : describe)('a full disk (needs the right to mount one)', () => {
  const dir = filesDir ?? '';
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ env: { FILES_DIR: dir } });
  });
  afterAll(async () => {
    await system.stop();
    unmount(dir);
  });

  it('under the files takes no upload and says so, takes documents, and goes on when there is room', async () => {
    const minji = system.as('minji');
    const filler = join(dir, 'filler');
    writeFileSync(filler, Buffer.alloc(200 * 1024));
    const text = '내용 '.repeat(20_000);
    const refused = await minji.upload('big.txt', text);
    expect([refused.status, refused.body.code]).toEqual([503, 'files.unavailable']);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect((await minji.submit(LETTER)).body.submission.state).toBe('registered');
    expect(await system.db('files')).toEqual([]);
    rmSync(filler);
    const key = '00000000-0000-4000-8000-000000000001';
    const taken = await minji.upload('big.txt', text, key);
    expect(taken.status).toBe(201);
    const sent = await minji.submit({ ...LETTER, attachments: [{ upload: taken.body.id }] });
    expect(sent.body.submission.state).toBe('registered');
  });
});

const databaseDir = ALL ? mountSmall('400m') : undefined;
(databaseDir === undefined ? describe.skip : describe)(
  'a full disk under the database (in the full grid)',
  () => {
    const dir = databaseDir ?? '';
    let installation: Installation;
    beforeAll(async () => {
      installation = await startInstallation(parts().temporalCli, { postgresDir: join(dir, 'postgres') });
    }, 120_000);
    afterAll(async () => {
      await installation.stop({ keep: false });
      unmount(dir);
    });

    it('loses nothing that was acknowledged, says so while it lasts, and all goes on when there is room', async () => {
      const told = createLedger();
      const senders = createPeople(installation.apis, installation.issuer, told);
      await senders.submit(LETTER);
      const filler = openSync(join(dir, 'filler'), 'w');
      const piece = Buffer.alloc(1024 * 1024);
      const fill = () => {
        try {
          for (;;) writeSync(filler, piece);
        } catch {
          // Full.
        }
      };
      fill();
      let going = true;
      const lane = async () => {
        while (going) await senders.submit(LETTER);
      };
      const lanes = Array.from({ length: 8 }, lane);
      const refused = async () => told.counts().unavailable + told.counts().unanswered;
      await until(refused, (count) => count > 10, 120_000);
      expect(await refused()).toBeGreaterThan(10);
      closeSync(filler);
      rmSync(join(dir, 'filler'));
      going = false;
      // A server that found no room to recover in has ended; whoever runs it starts it again.
      await installation.parts.postgres[0]?.kill();
      await Promise.all(lanes);
      const sql = new Client({ connectionString: installation.ownerUrl });
      await sql.connect();
      const left = async () => (await sql.query('SELECT 1 FROM outbox')).rows.length;
      expect(await until(left, (count) => count === 0, 120_000)).toBe(0);
      await sql.end();
      expect((await compare(installation, told)).broken).toEqual([]);
    }, 400_000);
  },
);

/** It stands before and behind the engine's and the database's own, which nobody moves. */
describe('a clock that is moved', () => {
  let system: System;
  let clock: Date;
  beforeAll(async () => {
    clock = new Date();
    system = await startSystem({ now: () => clock, env: { NOTICES: 'off' } });
  });
  afterAll(() => system.stop());

  const MINUTE_MS = 60_000;
  it('by an hour and stepped back ten minutes loses nothing, and the evidence stays in its order', async () => {
    const minji = system.as('minji');
    const ids: string[] = [];
    const submit = async () => ids.push((await minji.submit(LETTER)).body.submission.id);
    await submit();
    for (const minutes of [60, -10, -50]) {
      clock = new Date(clock.getTime() + minutes * MINUTE_MS);
      await submit();
      const [first = ''] = ids;
      expect((await system.as('registrar').act(first, 'openings', {})).status).toBe(200);
    }
    for (const id of ids)
      expect((await system.as('handler1').act(id, 'decisions', DECISION)).body.submission.state).toBe(
        'closed',
      );
    expect(await system.db('registrations').orderBy('seq').pluck('seq')).toEqual([1, 2, 3, 4]);
    const settledAfterMs = { log: 3_600_000, archive: 3_600_000, engine: 0 };
    expect((await findFaults(await checkDepsOf(system), { settledAfterMs })).found).toEqual([]);
  });
});
