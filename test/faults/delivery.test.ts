import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporal } from '../../local/temporal';
import { NO_DELIVERY } from '../../usecases/deliver-command';
import { commandsExist, queues, tellOrStart, workflowIdOf } from '../../workflows/messages';
import { parts } from '../support/parts';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };

const stateOf = (system: System, id: string) => async (): Promise<string> =>
  (await system.as('minji').get(`/v1/submissions/${id}`)).body.state;

describe('delivery', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({
      relay: {
        everyMs: 100,
        undeliveredAfterMs: 200,
        stuckAfterMs: 1_000,
        inspectEveryMs: 300,
        missedDeadlineAfterMs: 0,
      },
    });
  });
  afterAll(() => system.stop());

  const runs = async (id: string) => {
    const found = [];
    for await (const run of system.temporal.workflow.list({ query: `WorkflowId = "${workflowIdOf(id)}"` }))
      found.push(run.status.name);
    return found;
  };

  async function lose(id: string, how: string): Promise<void> {
    const execution = { workflowId: workflowIdOf(id) };
    if (how === 'ended') {
      await system.temporal.workflow.getHandle(execution.workflowId).terminate('lost by a test');
      return;
    }
    const { namespace } = system.temporal.options;
    await system.temporal.workflowService.deleteWorkflowExecution({
      namespace,
      workflowExecution: execution,
    });
    const found = () =>
      system.temporal.workflow
        .getHandle(execution.workflowId)
        .describe()
        .then(
          () => true,
          () => false,
        );
    expect(await until(found, (is) => !is)).toBe(false);
  }

  it('keeps a submission accepted and unregistered while the worker is stopped, then registers it', async () => {
    await system.stopWorker();
    const sent = await system.as('minji').submit(LETTER, { wait: 0 });
    expect(sent).toMatchObject({ status: 202, body: { receipt: { event: 'SubmissionAcceptance' } } });
    const { id } = sent.body.submission;
    expect(await system.db('registrations').where({ submission_id: id })).toEqual([]);
    await system.startWorker();
    expect(await until(stateOf(system, id), (state) => state !== 'accepted')).toBe('registered');
    expect(await system.db('outbox').where({ submission_id: id })).toEqual([]);
  });

  it('has one effect of a command that is delivered twice, late, and after the end', async () => {
    const { id } = (await system.as('minji').submit(LETTER)).body.submission;
    await system.as('handler1').act(id, 'decisions', DECISION);
    const before = await system.db('evidences').where({ submission_id: id }).orderBy('sequence');
    const names = queues(system.config.temporal.queuePrefix);
    await system.temporal.workflow.signalWithStart('submission', tellOrStart(names, id, 1));
    await system.temporal.workflow.signalWithStart('submission', tellOrStart(names, id, 3));
    await until(
      () => runs(id),
      (all) => all.length > 1 && !all.includes('RUNNING'),
    );
    expect(await runs(id)).not.toContain('RUNNING');
    expect(await system.db('evidences').where({ submission_id: id }).orderBy('sequence')).toEqual(before);
    expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(1);
  });

  it.each([
    ['ended', 2],
    ['deleted', 1],
  ])('brings back a run that was %s, by the next command and without a second number', async (how, kept) => {
    const { id } = (await system.as('minji').submit(LETTER)).body.submission;
    await lose(id, how);
    const decided = await system.as('handler1').act(id, 'decisions', DECISION);
    expect([200, 202]).toContain(decided.status);
    expect(await until(stateOf(system, id), (state) => state === 'closed')).toBe('closed');
    expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(1);
    const history = await until(
      async () => (await system.as('auditor').get(`/v1/submissions/${id}/history`)).body.runs,
      (all) => all.length === kept && all.at(-1).status === 'completed',
    );
    expect(history.map(({ status }: { status: string }) => status)).toEqual(
      ['terminated', 'completed'].slice(-kept),
    );
  });

  it('brings back a missing run when a deadline falls due though no command comes', async () => {
    const { id } = (await system.as('minji').submit(LETTER)).body.submission;
    await lose(id, 'deleted');
    await system
      .db('submissions')
      .where({ id })
      .update({ due_at: new Date(Date.now() - 2_000), next_due_at: new Date(Date.now() - 2_000) });
    const passed = async () =>
      (await system.db('evidences').where({ submission_id: id, event: 'DeadlinePassed' })).length;
    expect(await until(passed, (count) => count === 1)).toBe(1);
    expect(await stateOf(system, id)()).toBe('registered');
  });

  it('tells a run again that lost its message, and replaces a foreign one under our id', async () => {
    await system.stopWorker();
    const { id } = (await system.as('minji').submit(LETTER, { wait: 0 })).body.submission;
    await until(
      () => runs(id),
      (all) => all.length === 1,
    );
    await system.temporal.workflow.getHandle(workflowIdOf(id)).terminate('replaced by a test');
    const foreign = await system.temporal.workflow.start('somethingElse', {
      workflowId: workflowIdOf(id),
      taskQueue: 'nobody-listens',
    });
    await foreign.signal(commandsExist, 1);
    await system.startWorker();
    expect(await until(stateOf(system, id), (state) => state === 'registered', 30_000)).toBe('registered');
    expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(1);
  });

  it('applies commands strictly in order, and ends what is no longer possible as overtaken', async () => {
    await system.stopWorker();
    const minji = system.as('minji');
    const sent = await minji.submit({ ...LETTER, office: 'haneul-nam' }, { wait: 0 });
    const { id } = sent.body.submission;
    expect((await minji.act(id, 'withdrawals', {}, { wait: 0 })).status).toBe(202);
    await system.db('offices').where({ code: 'haneul-nam' }).update({ active: false });
    await system.startWorker();
    const events = async () =>
      (await system.db('evidences').where({ submission_id: id }).orderBy('sequence')).map(
        (row: { event: string }) => row.event,
      );
    expect(await until(events, (all) => all.length >= 3)).toEqual([
      'SubmissionAcceptance',
      'SubmissionRejection',
      'CommandOvertaken',
    ]);
  });
});

describe('with nobody to deliver', () => {
  it('the relay delivers what the API committed and did not tell', async () => {
    const system = await startSystem({ api: { delivery: NO_DELIVERY }, relay: { undeliveredAfterMs: 100 } });
    try {
      const sent = await system.as('minji').submit(LETTER);
      expect(sent).toMatchObject({ status: 201, body: { submission: { state: 'registered' } } });
    } finally {
      await system.stop();
    }
  });

  it('submissions are accepted while Temporal is stopped, and all are registered after it returns', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gongmun-temporal-'));
    const options = { cli: parts().temporalCli, dbFile: join(dir, 'temporal.db') };
    let engine = await startTemporal(options);
    const port = Number(engine.address.split(':')[1]);
    const system = await startSystem({ env: { TEMPORAL_ADDRESS: engine.address } });
    try {
      await system.as('minji').submit(LETTER);
      await engine.stop();
      const sent = await Promise.all(
        Array.from({ length: 20 }, () => system.as('minji').submit(LETTER, { wait: 0 })),
      );
      expect(sent.map((one) => one.status)).toEqual(Array(20).fill(202));
      engine = await startTemporal({ ...options, port });
      const unregistered = async () =>
        (await system.db('submissions').whereNull('registration_number')).length;
      expect(await until(unregistered, (count) => count === 0, 50_000)).toBe(0);
      const numbers = await system.db('registrations').orderBy('seq').select('seq');
      expect(numbers.map((row: { seq: number }) => row.seq)).toEqual(
        Array.from({ length: 21 }, (_, index) => index + 1),
      );
    } finally {
      await system.stop();
      await engine.stop();
      await rm(dir, { recursive: true, force: true });
    }
  }, 120_000);
});
