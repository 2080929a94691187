import { readFile } from 'node:fs/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';
import { koreanHolidays } from '../../domain/korean-holidays';
import { workflowIdOf } from '../../workflows/messages';
import { historyOf } from '../support/history';
import { parts } from '../support/parts';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const WORDS = { words: '사유를 적습니다.' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The time-skipping server does not give the tasks of a worker that is gone to another one, so no worker keeps anything;
 * every task replays its history from the start.
 */
const UNCACHED = { maxCachedWorkflows: 0 };

/** The workflow's code with one step more, guarded as CONTRIBUTING asks. */
async function tomorrow(): Promise<{ code: string }> {
  const code = await readFile(parts().workflowBundle.codePath, 'utf8');
  const today = 'await applyWaiting(submissionId, now);\n        if (now.state';
  const sdk = '_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__';
  expect(code.split(today)).toHaveLength(2);
  return {
    code: code.replace(today, `if (${sdk}.patched('tomorrow')) await ${sdk}.sleep(1_000);\n        ${today}`),
  };
}

/**
 * On Temporal's time-skipping server: the API's clock is the server's, so that a year of a procedure takes seconds. The
 * workflow's code changes in the middle; what began under the old one goes on under the new.
 */
describe('a procedure by the book', () => {
  let engine: TestWorkflowEnvironment;
  let system: System;
  let clock: number;
  beforeAll(async () => {
    Runtime.instance();
    engine = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: parts().testServer } },
    });
    clock = await engine.currentTimeMs();
    system = await startSystem({
      now: () => new Date(clock),
      env: { TEMPORAL_ADDRESS: engine.address, NOTICES: 'off' },
      relay: { missedDeadlineAfterMs: 1_000 * DAY },
      worker: false,
    });
    await system.startWorker(UNCACHED);
  });
  afterAll(async () => {
    await system.stop();
    await engine.teardown();
  });

  async function pass(ms: number): Promise<void> {
    await engine.sleep(Math.max(1, ms));
    clock = await engine.currentTimeMs();
  }
  const passTo = (instant: Date | string, more = 0) => pass(new Date(instant).getTime() + more - clock);
  /** A Monday at ten in Seoul with no holiday for four weeks, so that the days can be counted by hand. */
  async function passToMonday(): Promise<void> {
    const today = Math.floor((clock + 9 * HOUR) / DAY);
    const isMonday = (day: number) => (day + 4) % 7 === 1;
    const isPlain = (day: number) =>
      [...Array(28).keys()].every((ahead) => {
        const date = new Date((day + ahead) * DAY).toISOString().slice(0, 10);
        return !koreanHolidays(Number(date.slice(0, 4))).some((holiday) => holiday.date === date);
      });
    let day = today + 1;
    while (!isMonday(day) || !isPlain(day)) day += 1;
    await passTo(new Date(day * DAY + HOUR));
  }
  async function done(who: string, id: string, what: string, body: unknown = {}) {
    const answer = await system.as(who).act(id, what, body);
    expect([what, answer.status, answer.body.code]).toEqual([what, 200, undefined]);
    return answer.body.submission;
  }
  /** Of a day, by days since 1970, that it is a holiday or is none. */
  async function say(effect: 'declared' | 'withdrawn', day: number): Promise<void> {
    const date = new Date(day * DAY).toISOString().slice(0, 10);
    const name = { ko: '임시공휴일', en: 'Temporary holiday' };
    const said = await system.as('admin').post('/v1/holidays', { date, effect, name });
    expect(said.status).toBe(201);
    const { recalculation: id } = said.body;
    const ended = await until(
      () => system.db('recalculations').where({ id }).first(),
      (row) => row.finished_at !== null,
    );
    expect(ended.finished_at).not.toBeNull();
  }
  const rowOf = (id: string) => system.db('submissions').where({ id }).first();
  const evidences = async (id: string): Promise<{ event: string; at: Date; payload: string }[]> =>
    system.db('evidences').where({ submission_id: id }).orderBy('sequence').select('event', 'at', 'payload');
  const events = async (id: string) => (await evidences(id)).map(({ event }) => event);
  const factsOf = async (id: string, event: string) =>
    JSON.parse((await evidences(id)).findLast((one) => one.event === event)?.payload ?? '{}').facts;
  const happened = (id: string, event: string, times = 1) =>
    until(
      () => events(id),
      (all) => all.filter((one) => one === event).length >= times,
    );
  const quietly = () =>
    system.db('offices').update({
      ladder: JSON.stringify({ never_opened: [], never_assigned: [], still_overdue: [], never_read: [] }),
    });
  const loudly = () => system.db('offices').update({ ladder: null });
  const newLetter = async (): Promise<string> => (await system.as('minji').submit(LETTER)).body.submission.id;
  async function inProcess(): Promise<string> {
    const id = await newLetter();
    await done('registrar', id, 'assignments', { handler: 'demo-handler1' });
    await done('handler1', id, 'openings');
    return id;
  }

  it('gives back what a supplement stopped, extends, follows a holiday, starts anew elsewhere, and ends', async () => {
    await quietly();
    await passToMonday();
    const id = await inProcess();
    // Monday is the first of 7 working days: the last one is Tuesday of next week, 18:00 in Seoul.
    const monday = Math.floor((clock + 9 * HOUR) / DAY);
    const dayOf = (instant: Date) => Math.floor((instant.getTime() + 9 * HOUR) / DAY) - monday;
    expect(dayOf((await rowOf(id)).due_at)).toBe(8);

    await done('handler1', id, 'supplement-requests', { fields: ['/body'], days: 5, ...WORDS });
    await pass(2 * DAY);
    const resumed = await done('minji', id, 'supplements', {
      letter: { title: '질의', body: '보완했습니다.' },
    });
    // Stopped on Monday and Tuesday at 18:00: two working days are given back, to Thursday.
    expect(dayOf(new Date(resumed.dueAt))).toBe(10);
    expect((await factsOf(id, 'ClockResumed')).dueAt).toBe(resumed.dueAt);

    const extended = await done('handler1', id, 'extensions', { period: 'P3D', ...WORDS });
    // Friday, Monday, Tuesday.
    expect(dayOf(new Date(extended.dueAt))).toBe(15);

    await say('declared', monday + 14);
    await happened(id, 'DeadlineRecalculated');
    expect(dayOf((await rowOf(id)).due_at)).toBe(16);

    await pass(DAY);
    const { etag } = await system.as('handler1').get(`/v1/submissions/${id}`);
    await system
      .as('handler1')
      .post(`/v1/submissions/${id}/transfers`, { office: 'determination', ...WORDS }, { etag });
    await happened(id, 'RelayAcceptance');
    // Thursday is the first of 7 again: Friday of next week.
    const there = await rowOf(id);
    expect([there.office, there.leg, there.extended, dayOf(there.due_at)]).toEqual([
      'determination',
      2,
      false,
      11,
    ]);

    // In the middle of it the worker comes back with other code.
    await system.stopWorker();
    await system.startWorker({ ...UNCACHED, workflowBundle: await tomorrow() });
    await pass(330 * DAY);
    await happened(id, 'ProgressNotified');
    expect(await events(id)).toEqual(expect.arrayContaining(['DeadlineApproaching', 'DeadlinePassed']));
    await done('handler-determination', id, 'decisions', DECISION);
    await pass(20 * DAY);
    await done('minji', id, 'acknowledgements');
    expect(await events(id)).toEqual([
      'SubmissionAcceptance',
      'ConsignmentAcceptance',
      'Assigned',
      'ContentHandover',
      'SupplementRequested',
      'ClockSuspended',
      'SupplementReceived',
      'ClockResumed',
      'DeadlineExtended',
      'DeadlineRecalculated',
      'RelayAcceptance',
      'ConsignmentAcceptance',
      'DeadlineApproaching',
      'DeadlinePassed',
      'ProgressNotified',
      'DecisionRecorded',
      'ContentConsignment',
      'Closed',
      'ReplyRead',
    ]);
    expect(await historyOf(system.temporal, workflowIdOf(id))).toContain('core_patch');
    const numbers = await system
      .db('registrations')
      .where({ submission_id: id })
      .orderBy('leg')
      .pluck('number');
    expect(numbers.map((number: string) => number.replace(/-\d{4}-\d+$/, ''))).toEqual([
      'haneul-civil',
      'determination',
    ]);
  }, 120_000);

  it('asks again when the supplement does not come, and expires', async () => {
    await quietly();
    await passToMonday();
    const id = await inProcess();
    const asked = await done('handler1', id, 'supplement-requests', { fields: ['/body'], days: 6, ...WORDS });
    await passTo(asked.supplementDueAt, 1_000);
    await happened(id, 'SupplementRequested', 2);
    const again = await rowOf(id);
    expect([again.state, again.supplement_round, again.supplement_days]).toEqual([
      'supplement_requested',
      2,
      10,
    ]);
    await passTo(again.supplement_due_at, 1_000);
    await happened(id, 'Expired');
    expect(await rowOf(id)).toMatchObject({ state: 'expired', clock: 'none' });
    expect((await rowOf(id)).next_due_at).toEqual((await rowOf(id)).dispose_at);
    expect((await events(id)).slice(-4)).toEqual([
      'SupplementMissed',
      'SupplementRequested',
      'SupplementMissed',
      'Expired',
    ]);
  }, 60_000);

  it('moves the end of a supplement’s period with a holiday, also in its second round, and never into the past', async () => {
    await quietly();
    await passToMonday();
    const id = await inProcess();
    const monday = Math.floor((clock + 9 * HOUR) / DAY);
    const eveningOf = (day: number) => new Date((monday + day) * DAY + 9 * HOUR);
    const endOf = async () => (await rowOf(id)).supplement_due_at;
    const { dueAt } = await done('handler1', id, 'supplement-requests', {
      fields: ['/body'],
      days: 6,
      ...WORDS,
    });
    // Monday is the first of 6 working days; 6 more begin on the Tuesday after.
    expect(await endOf()).toEqual(eveningOf(7));
    await done('minji', id, 'supplement-extensions', WORDS);
    expect(await endOf()).toEqual(eveningOf(15));
    // In the first stretch: what follows it moves on.
    await say('declared', monday + 2);
    expect(await endOf()).toEqual(eveningOf(16));
    const facts = (before: number, after: number, holiday: number) => ({
      period: 'supplement',
      dueBefore: eveningOf(before).toISOString(),
      supplementDueAt: eveningOf(after).toISOString(),
      date: new Date((monday + holiday) * DAY).toISOString().slice(0, 10),
    });
    expect(await factsOf(id, 'DeadlineRecalculated')).toEqual(facts(15, 16, 2));
    expect((await rowOf(id)).due_at).toEqual(new Date(dueAt));
    expect(await system.db('notices').where({ submission_id: id, kind: 'recalculated_party' })).toHaveLength(
      1,
    );

    // On the last day the holiday is taken back: the end would have been yesterday, and the party was told today.
    await passTo(eveningOf(16), -HOUR);
    await say('withdrawn', monday + 2);
    expect(await endOf()).toEqual(eveningOf(16));
    await passTo(eveningOf(16), 1_000);
    await happened(id, 'SupplementMissed');
    const missed = (await evidences(id)).find(({ event }) => event === 'SupplementMissed');
    expect(missed?.at.getTime()).toBeGreaterThanOrEqual(eveningOf(16).getTime());

    // 10 working days from Thursday.
    await happened(id, 'SupplementRequested', 2);
    expect(await endOf()).toEqual(eveningOf(30));
    await say('declared', monday + 28);
    expect(await endOf()).toEqual(eveningOf(31));
    await say('withdrawn', monday + 28);
    expect(await endOf()).toEqual(eveningOf(30));
    expect(await factsOf(id, 'DeadlineRecalculated')).toEqual(facts(31, 30, 28));
    // The workflow was told that it is earlier.
    await passTo(eveningOf(30), 1_000);
    await happened(id, 'Expired');
    expect((await evidences(id)).at(-1)?.at.getTime()).toBeLessThan(eveningOf(31).getTime());
  }, 60_000);

  it('gives back the working days of a supplement across a holiday, whenever that was declared', async () => {
    await quietly();
    await passToMonday();
    const id = await inProcess();
    const monday = Math.floor((clock + 9 * HOUR) / DAY);
    const eveningOf = (day: number) => new Date((monday + day) * DAY + 9 * HOUR);
    await done('handler1', id, 'supplement-requests', { fields: ['/body'], days: 6, ...WORDS });
    await say('declared', monday + 1);
    await say('declared', monday + 9);
    await pass(2 * DAY);
    const resumed = await done('minji', id, 'supplements', {
      letter: { title: '질의', body: '보완했습니다.' },
    });
    // 7 working days and the Monday that stood still: Tuesday is neither worked nor given back, nor is next Wednesday.
    expect(new Date(resumed.dueAt)).toEqual(eveningOf(11));
    expect((await factsOf(id, 'ClockResumed')).dueAt).toBe(resumed.dueAt);
    // Tuesday is worked on again, and given back: it comes to the same.
    await say('withdrawn', monday + 1);
    expect((await rowOf(id)).due_at).toEqual(eveningOf(11));
    await say('withdrawn', monday + 9);
    expect((await rowOf(id)).due_at).toEqual(eveningOf(10));
    // Of what stopped, one day less is given back, and one day less is left to work on.
    await say('declared', monday + 1);
    expect((await rowOf(id)).due_at).toEqual(eveningOf(10));
    await say('withdrawn', monday + 1);
  }, 60_000);

  it('tells silence up the ladder, each step once, until somebody acts', async () => {
    await loudly();
    await passToMonday();
    const id = await newLetter();
    await pass(40 * DAY);
    await happened(id, 'StillOverdue', 3);
    const kinds = await system.db('notices').where({ submission_id: id }).pluck('kind');
    expect(kinds).toEqual(
      expect.arrayContaining([
        'deadline_approaching_office',
        'deadline_passed_office',
        'deadline_passed_party',
        'progress_party',
      ]),
    );
    const told = (await evidences(id)).map(({ event, payload }) => [event, JSON.parse(payload).facts?.told]);
    expect(told.slice(2)).toEqual([
      ['NeverOpened', 'office_admin'],
      ['NeverAssigned', 'office_admin'],
      ['NeverOpened', 'parent'],
      ['NeverAssigned', 'parent'],
      ['DeadlineApproaching', undefined],
      ['DeadlinePassed', undefined],
      ['StillOverdue', 'handler'],
      ['StillOverdue', 'office_admin'],
      ['StillOverdue', 'parent'],
      ['ProgressNotified', undefined],
    ]);
    // The office has no admin of its own: the office above is told, by its desk.
    const notices = await system.db('notices').where({ submission_id: id, kind: 'never_opened_official' });
    expect(notices.map(({ recipient_office }) => recipient_office)).toEqual(['haneul', 'haneul']);
    await done('handler1', id, 'decisions', DECISION);
    await pass(60 * DAY);
    expect((await events(id)).filter((event) => event === 'StillOverdue')).toHaveLength(3);
  }, 60_000);
});
