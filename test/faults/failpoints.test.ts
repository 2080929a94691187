import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Db, openDatabase } from '../../db/knex';
import { FAILPOINTS, type Failpoint } from '../../domain/failpoints';
import { freePort } from '../../local/free-port';
import { type LocalMail, startMail } from '../../local/mail';
import { createLedger } from '../campaign/ledger';
import { createPeople } from '../campaign/people';
import { createApiClient } from '../support/api-client';
import { checkDepsOf, findFaults } from '../support/audited';
import { type FailingProgram, type FailpointAct, startFailing } from '../support/failing-program';
import { fallDue } from '../support/fall-due';
import { environmentOf } from '../support/program';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver';

/** `npm test` has the API fail; `npm run faults` the worker too, and waits for the engine's minute. */
const ALL = process.env.GONGMUN_FAILPOINTS === 'all';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const COMPANY = '000-00-00017';
const DESTROY = { decision: 'destroy', reason: 'period_over', words: '보존기간이 지났습니다.' };
const ANSWER_WITHIN_MS = 2_000;
const SOON_MS = 30_000;
const PATIENT_MS = 200_000;

const API: Failpoint[] = [
  ...(['act.committed', 'submission.committed', 'answer.due', 'upload.stored', 'draft.ended'] as const),
  ...(['draft.keys_destroyed', 'receipt.stored', 'command.signalled'] as const),
];
const WORKER = FAILPOINTS.filter((name) => !API.includes(name));
/** Everything here is asked for again under the same key until it is answered, and held against what was answered. */
describe('a process that fails between two effects', () => {
  let system: System;
  let mail: LocalMail;
  let receiver: WebhookReceiver;
  let keyStore: Db;
  const env: NodeJS.ProcessEnv = {
    ...{ WEBHOOK_TARGETS: 'any', SEAL_EVERY: 'PT1S' },
    // Where it failed shall not drown in what it says.
    LOG_LEVEL: 'silent',
  };
  beforeAll(async () => {
    [mail, receiver] = await Promise.all([startMail(), startReceiver()]);
    // What this API takes the relay has to deliver.
    const own = { SMTP_URL: mail.smtpUrl, WEBHOOK_TARGETS: 'any', DELIVERY: 'off' };
    system = await startSystem({ worker: false, env: own });
    keyStore = openDatabase({ url: system.config.keyStore.url, pool: 1 });
  });
  afterAll(async () => {
    await keyStore.destroy();
    await system.stop();
    await Promise.all([mail.stop(), receiver.stop()]);
  });

  /** Asked again, under the same key where there is one, until it is answered as it should be. */
  async function insist<T extends { status: number }>(ask: () => Promise<T>, wanted: number): Promise<T> {
    const answer = await until(
      () => {
        const late = pause(ANSWER_WITHIN_MS, undefined, { ref: false });
        return Promise.race([ask().catch(() => undefined), late]);
      },
      (given) => given?.status === wanted,
      PATIENT_MS,
    );
    if (answer?.status !== wanted) throw new Error(`Never answered with ${wanted}: ${answer?.status}`);
    return answer;
  }

  async function hasFired(program: FailingProgram, at: readonly Failpoint[], withinMs: number) {
    const fired = async () => program.fired().sort();
    const all = [...at].sort();
    expect(await until(fired, (names) => names.length === all.length, withinMs)).toEqual(all);
  }

  /** What was told outside is what is there, once; nothing waits; the auditor finds no fault. */
  async function isSound(submissions: string[]): Promise<void> {
    const waiting = async () => [
      ...(await system.db('outbox')),
      ...(await system.db('submissions').whereIn('state', ['accepted', 'decided'])),
      ...(await system.db('notices').whereIn('status', ['written', 'started', 'deferred'])),
      ...(await system.db('log_queue')),
    ];
    expect(await until(waiting, (rows) => rows.length === 0, PATIENT_MS)).toEqual([]);
    const lines = await system.db('batch_lines').pluck('submission_id');
    const all = [...submissions, ...lines].sort();
    const kept = await system.db('submissions').pluck('id');
    expect(kept.sort()).toEqual(all);
    const numbers = await system.db('registrations').orderBy('seq').pluck('seq');
    expect(numbers).toEqual(all.map((_, index) => index + 1));
    const settledAfterMs = { log: 60_000, archive: 3_600_000, engine: 0 };
    expect((await findFaults(await checkDepsOf(system), { settledAfterMs })).found).toEqual([]);
  }

  it('in the middle of a transaction holds its locks for two minutes and no longer', async () => {
    const { rows } = await keyStore.raw('SHOW idle_in_transaction_session_timeout');
    expect(rows).toEqual([{ idle_in_transaction_session_timeout: '2min' }]);
  });

  const acknowledged: string[] = [];
  const ACTS: FailpointAct[] = ['throw', 'hang', 'exit'];

  it.each(ACTS)(
    'the API, %s: what it took it took once, and the answer is the same when asked again',
    async (act) => {
      // The worker's sweep would remove the draft's key before the API, asked again, comes to it.
      await system.startWorker({ relay: { everyMs: 100, inspectEveryMs: 600_000 } });
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const own = environmentOf(system.config, { ...env, PORT: String(port) });
      const api = startFailing('api/main.ts', { at: API, act, env: own });
      try {
        const ledger = createLedger();
        const people = createPeople([url], system.issuer, ledger, ANSWER_WITHIN_MS);
        const minji = createApiClient(url, () => system.issuer.token('demo-minji'));
        const upload = await people.upload('one.txt', `첨부 ${act}`);
        const first = await people.submit({ ...LETTER, attachments: [{ upload }] });
        const second = await people.submit(LETTER);
        const ids = [first, second].map(({ submission }) => submission ?? '');
        acknowledged.push(...ids);
        for (const id of ids)
          expect((await people.see(id, ({ state }) => state === 'registered'))?.id).toBe(id);
        const decided = await people.act('handler1', ids[0] ?? '', 'decisions', DECISION);
        const withdrawn = await people.act('minji', ids[1] ?? '', 'withdrawals', {});
        expect([first, second, decided, withdrawn].map(({ verdict }) => verdict)).toEqual(
          Array(4).fill('taken'),
        );
        for (const { taken } of ledger.deeds())
          expect(new Set(taken.map(({ submission, seq }) => `${submission} ${seq}`)).size).toBe(1);

        const [made, gone] = [randomUUID(), randomUUID()];
        const draft = await insist(
          () => minji.post('/v1/drafts', { letter: { title: '초안' } }, { key: made }),
          201,
        );
        const removal = () => minji.post(`/v1/drafts/${draft.body.id}/removals`, {}, { key: gone });
        await insist(removal, 200);
        const { body } = await insist(() => minji.get(`/v1/submissions/${ids[0]}/receipts`), 200);
        const pdf = `/v1/submissions/${ids[0]}/receipts/${body.items[0].evidence.id}/pdf`;
        const printed = await insist(() => minji.get(pdf), 200);
        expect((await insist(() => minji.get(pdf), 200)).body.equals(printed.body)).toBe(true);

        await hasFired(api, API, SOON_MS);
        const left = () => system.db('drafts').where({ id: draft.body.id });
        expect(await until(left, (rows) => rows.length === 0)).toEqual([]);
        await isSound(acknowledged);
        const views = await Promise.all(ids.map((id) => system.as('auditor').get(`/v1/submissions/${id}`)));
        expect(views.map(({ body }) => [body.state, body.pending])).toEqual([
          ['closed', []],
          ['withdrawn', []],
        ]);
      } finally {
        await api.stop();
        await system.stopWorker();
      }
    },
    240_000,
  );

  // Named as skipped where it is not asked for.
  (ALL ? it : it.skip).each(['throw', 'exit'] as const)(
    'the worker, %s: what it had begun is brought to its end, once',
    (act) => bringsToAnEnd(act, WORKER),
    600_000,
  );

  // One that hangs comes to no further place: each has a worker of its own.
  (ALL ? it : it.skip).each(WORKER)(
    'the worker hangs at %s: what it had begun is brought to its end by another, once',
    (place) => bringsToAnEnd('hang', [place]),
    600_000,
  );

  async function bringsToAnEnd(act: FailpointAct, at: readonly Failpoint[]): Promise<void> {
    const { hook, path } = await hooked();
    const { id: closed, disposeAt } = await closedBefore();
    const own = environmentOf(system.config, { ...env, METRICS_PORT: String(await freePort()) });
    const worker = startFailing('worker/main.ts', { at, act, env: own });
    // Another worker goes on where this one hangs, as in any installation that has two.
    const second =
      act !== 'hang'
        ? undefined
        : hasFired(worker, at, PATIENT_MS).then(async () => {
            const other = environmentOf(system.config, { ...env, METRICS_PORT: String(await freePort()) });
            return startFailing('worker/main.ts', { at: [], act, env: other });
          });
    // Where it never comes there the test says so below.
    second?.catch(() => {});
    try {
      const sora = system.as('sora');
      const minji = system.as('minji');
      const sent = await sora.submit({ ...LETTER, organisation: COMPANY }, { wait: 0 });
      const id: string = sent.body.submission.id;
      acknowledged.push(id);
      const batch = (await minji.batch([LETTER, LETTER])).body.id;
      const invited = await sora.post(`/v1/organisations/${COMPANY}/invitations`, {
        ...{ email: `${act}-${at[0]}@demo.invalid`, roles: ['read'] },
      });
      expect(invited.status).toBe(201);
      const exported = (await sora.post('/v1/exports', { organisation: COMPANY })).body.id;
      const reviewed = await system.as('approver').act(closed, 'disposal-reviews', DESTROY, { wait: 0 });
      expect(reviewed.status).toBe(202);
      const state = () => system.as('auditor').get(`/v1/submissions/${id}`);
      await until(state, ({ body }) => body.state === 'registered', PATIENT_MS);
      const decided = await system.as('handler1').act(id, 'decisions', DECISION, { wait: 0 });
      expect(decided.status).toBe(202);
      // One that dies at each place has to come up again as often.
      await hasFired(worker, at, act === 'exit' ? 2 * PATIENT_MS : PATIENT_MS);

      const lines = () => minji.get(`/v1/batches/${batch}`);
      expect((await until(lines, ({ body }) => body.status === 'done', PATIENT_MS)).body.status).toBe('done');
      const packed = () => sora.get(`/v1/exports/${exported}`);
      expect((await until(packed, ({ body }) => body.state === 'ready', PATIENT_MS)).body.state).toBe(
        'ready',
      );
      const told = () => sora.get(`/v1/webhooks/${hook}/deliveries`);
      const delivered = ({ body }: Awaited<ReturnType<typeof told>>) =>
        body.items.length > 0 && body.items.every((one: { status: string }) => one.status === 'delivered');
      expect(delivered(await until(told, delivered, PATIENT_MS))).toBe(true);
      const ids = receiver.received
        .filter((one) => one.path === path)
        .map(({ headers }) => headers['webhook-id']);
      expect(new Set(ids).size).toBe((await told()).body.items.length);
      const mailed = () => system.db('mails').where({ subject: invited.body.id }).first();
      expect((await until(mailed, ({ status }) => status === 'sent', PATIENT_MS)).status).toBe('sent');
      const settled = await system.db('mails').whereNotNull('settled_at').pluck('content_key');
      const keys = () => keyStore('content_keys').whereIn('id', settled).pluck('id');
      expect(await until(keys, (ids) => ids.length === 0, PATIENT_MS)).toEqual([]);
      const left = () => system.db('submission_contents').where({ submission_id: closed });
      expect(await until(left, (rows) => rows.length === 0, PATIENT_MS)).toEqual([]);
      // The auditor would find that the date was made up.
      await system.db('submissions').where({ id: closed }).update({ dispose_at: disposeAt });
      await isSound(acknowledged);
      // The mail server's own ledger: each mail arrived, and one that came twice is one mail to its reader.
      const mails = mail.messages().filter(({ text }) => text.includes(id));
      expect(mails.filter(({ to }) => to.startsWith('sora')).length).toBeGreaterThanOrEqual(2);
    } finally {
      await worker.stop();
      await second?.then(
        (other) => other.stop(),
        () => {},
      );
    }
  }

  async function hooked() {
    const path = `/${randomUUID()}`;
    await system.db('webhooks').update({ status: 'removed', sealed: null });
    const url = `http://127.0.0.1:${receiver.port}${path}`;
    return {
      path,
      hook: (await system.as('sora').post('/v1/webhooks', { organisation: COMPANY, url })).body.id,
    };
  }

  /** A closed record whose retention is made to be over; `disposeAt` is when it would be. */
  async function closedBefore(): Promise<{ id: string; disposeAt: Date }> {
    await system.startWorker();
    const id: string = (await system.as('minji').submit(LETTER)).body.submission.id;
    acknowledged.push(id);
    await system.as('handler1').act(id, 'decisions', DECISION);
    const row = await system.db('submissions').where({ id }).first('dispose_at');
    await fallDue(system, id);
    await system.stopWorker();
    return { id, disposeAt: row.dispose_at };
  }
});
