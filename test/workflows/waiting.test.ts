import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';
import { workflowIdOf } from '../../workflows/messages';
import { parts } from '../support/parts';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const DAY = 24 * 3_600_000;

/**
 * On Temporal's time-skipping server, where time runs to the next timer as soon as nothing is being worked on. The API's
 * clock is the server's.
 */
describe('a submission that waits', () => {
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
      // The sweep mends what has no workflow; here the workflow's own timers are looked at.
      relay: { missedDeadlineAfterMs: 100 * 365 * DAY },
    });
  });
  afterAll(async () => {
    await system.stop();
    await engine.teardown();
  });

  async function pass(ms: number): Promise<void> {
    await engine.sleep(ms);
    clock = await engine.currentTimeMs();
  }

  /** The office's steps against silence have tests of their own. */
  const quietly = () =>
    system.db('offices').update({
      ladder: JSON.stringify({ never_opened: [], never_assigned: [], still_overdue: [], never_read: [] }),
    });
  const register = async (): Promise<string> => (await system.as('minji').submit(LETTER)).body.submission.id;
  const rowOf = (id: string) => system.db('submissions').where({ id }).first();
  const eventsOf = async (id: string): Promise<{ event: string; at: Date }[]> =>
    system.db('evidences').where({ submission_id: id }).orderBy('sequence').select('event', 'at');
  const evidence = async (id: string, event: string): Promise<Date | undefined> =>
    (
      await until(
        () => eventsOf(id),
        (rows) => rows.some((row) => row.event === event),
      )
    ).find((row) => row.event === event)?.at;
  const history = (id: string) => system.temporal.workflow.getHandle(workflowIdOf(id)).describe();

  it('is reminded of, becomes overdue, and is decided after a year, in a handful of events', async () => {
    await quietly();
    const id = await register();
    const { due_at: dueAt, next_due_at: reminderAt } = await rowOf(id);
    await pass(365 * DAY);
    const [reminded, passed] = [
      await evidence(id, 'DeadlineApproaching'),
      await evidence(id, 'DeadlinePassed'),
    ];
    // Not before its instant, and within a minute of it.
    expect(Number(reminded) - reminderAt).toBeGreaterThanOrEqual(0);
    expect(Number(reminded) - reminderAt).toBeLessThan(60_000);
    expect(Number(passed) - dueAt).toBeGreaterThanOrEqual(0);
    expect(Number(passed) - dueAt).toBeLessThan(60_000);
    const decided = await system.as('handler1').act(id, 'decisions', DECISION);
    expect(decided.body.submission).toMatchObject({ state: 'closed', outcome: 'granted' });
    expect((await eventsOf(id)).map(({ event }) => event)).toEqual([
      'SubmissionAcceptance',
      'ConsignmentAcceptance',
      'DeadlineApproaching',
      'DeadlinePassed',
      'ProgressNotified',
      'DecisionRecorded',
      'ContentConsignment',
      'Closed',
    ]);
    const run = await until(
      () => history(id),
      ({ status }) => status.name === 'COMPLETED',
    );
    expect(run.status.name).toBe('COMPLETED');
    expect(run.historyLength).toBeLessThanOrEqual(40);
  });

  it('sleeps on when its deadline was moved to eight years later, and wakes then', async () => {
    const id = await register();
    const { next_due_at: first } = await rowOf(id);
    const later = new Date(Number(first) + 3_000 * DAY);
    await system
      .db('submissions')
      .where({ id })
      .update({ next_due_at: later, due_at: later, remind_at: later, progress_at: later });
    await pass(100 * DAY);
    expect((await eventsOf(id)).map(({ event }) => event)).toEqual([
      'SubmissionAcceptance',
      'ConsignmentAcceptance',
    ]);
    const procedure = await system.as('auditor').get(`/v1/submissions/${id}/procedure`);
    expect(procedure.body).toMatchObject({
      workflow: { step: 'waiting', nextTimer: later.toISOString() },
      differences: [],
    });
    await pass(3_000 * DAY);
    expect(Number(await evidence(id, 'DeadlinePassed')) - Number(later)).toBeLessThan(60_000);
    expect((await history(id)).historyLength).toBeLessThan(40);
  });

  it('has nothing left to wake for after its withdrawal', async () => {
    const id = await register();
    const withdrawn = await system.as('minji').act(id, 'withdrawals', {});
    expect(withdrawn.body.submission.state).toBe('withdrawn');
    const ended = await until(
      () => history(id),
      ({ status }) => status.name === 'COMPLETED',
    );
    expect(ended.status.name).toBe('COMPLETED');
    await pass(365 * DAY);
    expect((await history(id)).historyLength).toBe(ended.historyLength);
    expect((await eventsOf(id)).map(({ event }) => event).slice(2)).not.toContain('DeadlinePassed');
  });
});
