import { createWorker, type WorkerProcess } from '../../worker/create-worker';
import { workflowIdOf } from '../../workflows/messages';
import { createLedger, type Ledger } from '../campaign/ledger';
import { createPeople, type People } from '../campaign/people';
import { alteredBundle } from '../support/altered-bundle';
import { keptHistoryOf } from '../support/history';
import { parts } from '../support/parts';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

/** So many times the old and the new worker take turns; more in `npm run faults`. */
const TURNS = process.env.GONGMUN_GRID === 'all' ? 12 : 4;
const LANES = 4;
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };

type Bundle = { code: string } | { codePath: string };

describe('an upgrade of the worker', () => {
  let system: System;
  let ledger: Ledger;
  let people: People;
  beforeAll(async () => {
    system = await startSystem({ worker: false, env: { NOTICES: 'off' } });
    ledger = createLedger();
    people = createPeople([system.url], system.issuer, ledger);
  });
  afterAll(() => system.stop());

  async function start(workflowBundle: Bundle): Promise<{ worker: WorkerProcess; ended: Promise<void> }> {
    const relay = { everyMs: 100 };
    const worker = await createWorker(system.config, { workflowBundle, relay });
    return { worker, ended: worker.run() };
  }
  const end = async (running: Awaited<ReturnType<typeof start>>) => {
    await running.worker.stop();
    await running.ended;
  };

  const submit = async () => (await people.submit(LETTER)).submission ?? '';
  const decide = (id: string) => people.act('handler1', id, 'decisions', DECISION);
  const registered = async (id: string) => {
    const seen = await people.see(id, ({ state }) => state === 'registered');
    if (seen === undefined) throw new Error(`${id} was not registered.`);
  };

  /** All that was sent is closed, by the number told, and no turn of a workflow ever failed. */
  async function allWent(): Promise<string[]> {
    const open = () => system.db('submissions').whereNot({ state: 'closed' }).select('id', 'state');
    expect(await until(open, (rows) => rows.length === 0, 60_000)).toEqual([]);
    const submits = ledger.deeds().filter(({ what }) => what === 'submit');
    expect(ledger.deeds().filter(({ verdict }) => verdict !== 'taken')).toEqual([]);
    expect(await system.db('registrations').orderBy('seq').pluck('seq')).toEqual(
      submits.map((_, index) => index + 1),
    );
    const ids = submits.map(({ submission }) => submission ?? '');
    const histories = await Promise.all(ids.map((id) => keptHistoryOf(system.temporal, workflowIdOf(id))));
    // A signal that came while a turn was being completed has the engine ask again: no failure of the code.
    const failed = /WORKFLOW_TASK_FAILED_CAUSE_(?!UNHANDLED_COMMAND)\w+/;
    expect(histories.flatMap((history) => failed.exec(history)?.[0] ?? [])).toEqual([]);
    return histories;
  }

  it('goes worker by worker, there and back, under load: no submission is stuck, none is done twice', async () => {
    const old = parts().workflowBundle;
    // Another build of the same procedure; what a step is called does not belong to what is replayed.
    const next = await alteredBundle(["'Reject'", "'Reject it'"]);
    const before = await Promise.all(Array.from({ length: 6 }, submit));
    let running = await start(old);
    await Promise.all(before.map(registered));
    let going = true;
    const lane = async () => {
      while (going) {
        const id = await submit();
        await registered(id);
        await decide(id);
      }
    };
    const load = Array.from({ length: LANES }, lane);
    const sent = () =>
      ledger.deeds().filter(({ what, verdict }) => what === 'decisions' && verdict === 'taken');
    for (let turn = 0; turn < TURNS; turn += 1) {
      const beside = await start(turn % 2 === 0 ? next : old);
      const count = sent().length;
      await until(
        async () => sent().length,
        (now) => now > count + LANES,
      );
      await end(running);
      running = beside;
    }
    going = false;
    await Promise.all(load);
    await Promise.all(before.map(decide));
    const histories = await allWent();
    await end(running);
    const builds = new Set(
      histories.flatMap((text) => [...text.matchAll(/"buildId": ?"([^"]+)"/g)].map(([, id]) => id)),
    );
    expect(builds.size).toBeGreaterThanOrEqual(2);
  }, 180_000);

  it('to code that does something more brings what was begun before to its end, the old way', async () => {
    const begins = 'const clock = alarm(now);';
    const next = await alteredBundle(
      ['  sleep,', '  patched,\n  sleep,'],
      [begins, `${begins}\n  if (patched('one-more-pause')) await sleep(1);`],
    );
    let running = await start(parts().workflowBundle);
    const begun = await Promise.all(Array.from({ length: 6 }, submit));
    await Promise.all(begun.map(registered));
    await end(running);
    running = await start(next);
    const fresh = await Promise.all(Array.from({ length: 6 }, submit));
    await Promise.all(fresh.map(registered));
    await Promise.all([...begun, ...fresh].map(decide));
    await allWent();
    await end(running);
    const marked = async (id: string) =>
      (await keptHistoryOf(system.temporal, workflowIdOf(id))).includes('core_patch');
    expect(await Promise.all(begun.map(marked))).toEqual(begun.map(() => false));
    expect(await Promise.all(fresh.map(marked))).toEqual(fresh.map(() => true));
  }, 180_000);
});
