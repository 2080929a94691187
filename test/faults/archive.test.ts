import { listArchivedRuns } from '../../db/history-store';
import { openDatabase } from '../../db/knex';
import { sha256 } from '../../domain/digest';
import { createEngineRuns } from '../../usecases/engine-runs';
import { ARCHIVER_SETTINGS, type ArchiverSettings, createArchiver } from '../../worker/archiver';
import { batchWorkflowIdOf, queues, workflowIdOf } from '../../workflows/messages';
import { checkDepsOf, findFaults } from '../support/audited';
import { type System, startSystem } from '../support/system';
import { tamper } from '../support/tamper';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const isEmpty = (rows: unknown[]) => rows.length === 0;
const SOON = { everyMs: 100, againAfterMs: 100, walkEveryMs: 100 };

describe('archived histories', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false });
    await system.startWorker({ archiver: SOON });
  });
  afterAll(() => system.stop());

  const submit = async () => (await system.as('minji').submit(LETTER)).body.submission.id as string;
  const decided = async () => {
    const id = await submit();
    await system.as('handler1').act(id, 'decisions', DECISION);
    return id;
  };
  const archived = (id: string, count = 1) =>
    until(
      () => listArchivedRuns(system.db, workflowIdOf(id)),
      (runs) => runs.length >= count,
    );
  const history = async (id: string, form: string) => {
    const token = await system.issuer.token('demo-auditor');
    const answer = await fetch(`${system.url}/v1/submissions/${id}/history?form=${form}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const execution = (id: string, run?: string) => ({
    namespace: system.temporal.options.namespace,
    workflowExecution: { workflowId: workflowIdOf(id), ...(run === undefined ? {} : { runId: run }) },
  });
  const isGone = async (id: string) =>
    system.temporal.workflow
      .getHandle(workflowIdOf(id))
      .describe()
      .then(
        () => false,
        () => true,
      );

  /** What the auditor saw of a run before the engine was told to delete it, which takes its time. */
  let deleted: { id: string; before: Awaited<ReturnType<typeof seen>> };
  const seen = async (id: string) => [await history(id, 'raw'), await history(id, 'readable')] as const;

  it('are the same bytes when a run has been archived', async () => {
    const id = await decided();
    await until(
      () => history(id, 'readable'),
      ({ text }) => text.includes('"completed"'),
    );
    const before = await seen(id);
    const [row] = await archived(id);
    expect(row).toMatchObject({ type: 'submission', status: 'completed', complete: true });
    expect(await seen(id)).toEqual(before);
    const kept = await system.db('archived_histories').where({ submission_id: id }).first();
    expect(sha256(kept.history)).toBe(kept.digest);
    expect(JSON.parse(kept.history).events).toEqual(JSON.parse(before[0].text).runs[0].events);
    deleted = { id, before };
    await system.temporal.workflowService.deleteWorkflowExecution(execution(id, row?.run));
  });

  it('say in words what each event means, with the build behind it', async () => {
    const id = await decided();
    await archived(id);
    const { lines } = JSON.parse((await history(id, 'readable')).text).runs[0];
    const [evidence] = await system
      .db('evidences')
      .where({ submission_id: id, event: 'ConsignmentAcceptance' });
    const registered = lines.find((line: { done: { step: string }[] }) =>
      line.done.some(({ step }) => step === 'registered'),
    );
    expect(registered).toMatchObject({
      summary: 'Load the rows; validate, route, register',
      build: expect.stringContaining('@temporalio/worker'),
      done: [{ seq: 2, evidenceId: evidence.id, digest: evidence.digest }],
    });
    expect(registered.meaning).toContain(`"registered": command 2, evidence ${evidence.id}`);
    const due = /due next (\S+)\.$/.exec(registered.meaning)?.[1];
    expect(lines.map(({ meaning }: { meaning: string }) => meaning)).toEqual(
      expect.arrayContaining([
        'The signal came that commands exist up to number 1.',
        `A timer was set for ${due}.`,
        'The run ended by itself: nothing is left to do.',
      ]),
    );
    expect(lines.every(({ meaning }: { meaning: string }) => meaning.length > 0)).toBe(true);
  });

  it("hold every run: one that was terminated, the one that followed, a stranger's under our id", async () => {
    const id = await submit();
    await system.temporal.workflow.getHandle(workflowIdOf(id)).terminate('lost by a test');
    await system.as('handler1').act(id, 'decisions', DECISION);
    await archived(id, 2);
    await system.temporal.workflow.start('unknownType', {
      workflowId: workflowIdOf(id),
      taskQueue: `${queues(system.config.temporal.queuePrefix).submissions}-nobody`,
    });
    await system.temporal.workflow.getHandle(workflowIdOf(id)).terminate('foreign');
    const runs = await archived(id, 3);
    expect(runs.map(({ type, status }) => [type, status])).toEqual([
      ['submission', 'terminated'],
      ['submission', 'completed'],
      ['unknownType', 'terminated'],
    ]);
  });

  it('are missed by the check where a run is not kept, but not while a later walk may still find it', async () => {
    const id = await decided();
    await system.as('handler1').act(id, 'corrections', { words: '오기 정정', reply: DECISION.reply });
    const [, second] = await archived(id, 2);
    expect(await until(() => system.db('archive_queue').where({ submission_id: id }), isEmpty)).toEqual([]);
    // The archiver would fetch it again.
    await system.stopWorker();
    await tamper(system.db, (tx) => tx('archived_histories').where({ id: second?.id }).delete());
    const deps = await checkDepsOf(system);
    const told = async (archive: number) => {
      const settledAfterMs = { log: 1e9, archive, engine: 1e9 };
      const { found } = await findFaults(deps, { submissions: [id], settledAfterMs });
      return found.filter(({ what }) => /step/.test(what)).map(({ what }) => what);
    };
    expect(await told(0)).toEqual([expect.stringMatching(/^evidence.without_step: .*DecisionCorrected/)]);
    expect(await told(1e9)).toEqual([]);
    await system.startWorker({ archiver: SOON });
  });

  it('are kept of what is no submission: the run of a batch', async () => {
    const { status, body } = await system.as('minji').batch([LETTER]);
    expect(status).toBe(202);
    const [run] = await until(
      () => listArchivedRuns(system.db, batchWorkflowIdOf(body.id)),
      (runs) => runs.length > 0,
    );
    expect(run).toMatchObject({ submissionId: null, type: 'batch', status: 'completed', complete: true });
  });

  it('are not kept of ids under which we have no submission', async () => {
    const stranger = '01a20a3e-2587-736a-b773-51037f01b83f';
    await system.temporal.workflow.start('unknownType', {
      workflowId: workflowIdOf(stranger),
      taskQueue: 'nobody',
    });
    await system.temporal.workflow.getHandle(workflowIdOf(stranger)).terminate('foreign');
    const id = await decided();
    await archived(id);
    expect(await listArchivedRuns(system.db, workflowIdOf(stranger))).toEqual([]);
  });

  it('are complete and single though archivers are two and one is stopped in the middle', async () => {
    const ids: string[] = [];
    await system.stopWorker();
    await system.startWorker({ archiver: { ...SOON, everyMs: 3_600_000 } });
    for (let n = 0; n < 12; n += 1) ids.push(await decided());
    await system.stopWorker();
    const first = await system.startWorker({ archiver: SOON });
    await until(
      () => system.db('archived_histories').whereIn('submission_id', ids),
      (rows) => rows.length > 0,
    );
    await first.stop();
    await system.startWorker({ archiver: SOON });
    const rows = await until(
      () => system.db('archived_histories').whereIn('submission_id', ids),
      (found) => found.length >= ids.length,
    );
    expect(new Set(rows.map(({ run_id: run }: { run_id: string }) => run)).size).toBe(rows.length);
    const waiting = () => system.db('archive_queue').whereIn('submission_id', ids);
    expect(await until(waiting, (left) => left.length === 0)).toEqual([]);
  });

  it('wait while people wait for something, and not for ever', async () => {
    await system.stopWorker();
    await system.startWorker();
    const id = await decided();
    const runs = createEngineRuns(system.temporal, async (json) => json);
    const failed = (what: string, error: unknown) => {
      throw new Error(`${what}: ${error}`);
    };
    const round = async (settings: Partial<ArchiverSettings>) => {
      const deps = { db: system.db, runs, now: () => new Date(Date.now() + 60_000), failed };
      const archiver = createArchiver({ ...deps, settings: { ...ARCHIVER_SETTINGS, ...settings } });
      archiver.start();
      await archiver.stop();
      return (await listArchivedRuns(system.db, workflowIdOf(id))).length;
    };
    const ended = async () =>
      (await system.temporal.workflow.getHandle(workflowIdOf(id)).describe()).status.name;
    expect(await until(ended, (status) => status === 'COMPLETED')).toBe('COMPLETED');
    // No fewer than none ever wait: always busy.
    expect(await round({ busyAt: 0 })).toBe(0);
    expect(
      await until(
        () => round({ busyAt: 0, patientForMs: 0 }),
        (count) => count === 1,
      ),
    ).toBe(1);
  });

  it('cannot be changed or deleted', async () => {
    await archived(await decided());
    const process = openDatabase({ url: system.config.database.url, pool: 1 });
    for (const [db, refused] of [
      [process, /permission denied/],
      [system.db, /never changed/],
    ] as const) {
      await expect(db('archived_histories').update({ status: 'x' })).rejects.toThrow(refused);
      await expect(db('archived_histories').delete()).rejects.toThrow(refused);
    }
    await process.destroy();
  });

  it('are the same bytes, raw and readable, when the engine has deleted the run', async () => {
    const { id, before } = deleted;
    expect(await until(() => isGone(id), Boolean, 100_000)).toBe(true);
    expect(await seen(id)).toEqual(before);
  }, 120_000);
});
