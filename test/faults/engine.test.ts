import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { engineAccess } from '../../adapters/engine-access';
import { createEngineRuns } from '../../usecases/engine-runs';
import { queues, SUBMISSION_WORKFLOW, workflowIdOf } from '../../workflows/messages';
import { parts } from '../support/parts';
import { type System, startSystem } from '../support/system';
import { startTlsEngine, type TlsEngine } from '../support/tls-engine';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
/** How many running procedures are deleted at once; `npm run faults:engine` takes 100. */
const DELETED = Number(process.env.GONGMUN_DELETED ?? 20);
const TABLES = ['submissions', 'commands', 'evidences', 'registrations', 'outbox', 'openings'];

describe('whoever reaches the engine and ends what runs there', () => {
  let system: System;
  const restored: string[] = [];
  beforeAll(async () => {
    system = await startSystem({
      worker: false,
      relay: { undeliveredAfterMs: 500, stuckAfterMs: 1_500, inspectEveryMs: 500 },
    });
    await system.startWorker({
      relay: { everyMs: 100, undeliveredAfterMs: 500, stuckAfterMs: 1_500, inspectEveryMs: 500 },
      // Pages of a few, so that what is ended lies on several of them.
      reconciler: { everyMs: 300, page: 3 },
      restored: (workflowId) => restored.push(workflowId),
    });
  });
  afterAll(() => system.stop());

  const register = async (): Promise<string> => (await system.as('minji').submit(LETTER)).body.submission.id;
  const handle = (id: string) => system.temporal.workflow.getHandle(workflowIdOf(id));
  const ours = () => queues(system.config.temporal.queuePrefix).submissions;
  const execution = (id: string) => ({
    namespace: 'default',
    workflowExecution: { workflowId: workflowIdOf(id) },
  });
  const runOf = async (id: string): Promise<string> => (await handle(id).describe()).runId;
  const rowsOf = async (id: string): Promise<string> => {
    const dumps = TABLES.map((table) =>
      system.db(table).where(table === 'submissions' ? { id } : { submission_id: id }),
    );
    return JSON.stringify(
      (await Promise.all(dumps)).map((rows) => rows.map((row) => JSON.stringify(row)).sort()),
    );
  };
  /** Ours runs under the id, and answers. */
  const runsAgain = async (id: string): Promise<boolean> => {
    const run = await handle(id)
      .describe()
      .catch(() => undefined);
    if (run?.status.name !== 'RUNNING' || run.type !== SUBMISSION_WORKFLOW || run.taskQueue !== ours())
      return false;
    const answer = await handle(id)
      .query<{ step: string; state: string }>('procedure')
      .catch(() => undefined);
    return answer?.step === 'waiting' && answer.state === 'registered';
  };
  const decide = async (id: string): Promise<string> => {
    expect([200, 202]).toContain((await system.as('handler1').act(id, 'decisions', DECISION)).status);
    const state = async () => (await system.as('minji').get(`/v1/submissions/${id}`)).body.state;
    return until(state, (now) => now === 'closed', 40_000);
  };
  const terminate = (id: string) => handle(id).terminate('by a stranger');
  const inItsPlace = async (id: string, type: string, taskQueue: string): Promise<unknown> => {
    await terminate(id);
    return system.temporal.workflow.start(type, {
      ...{ workflowId: workflowIdOf(id), taskQueue, workflowIdReusePolicy: 'ALLOW_DUPLICATE' },
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    });
  };
  /** To where it had just carried out its first turn. */
  const reset = async (id: string): Promise<unknown> => {
    const turn = async () => {
      const { events } = await handle(id).fetchHistory();
      return events?.find((event) => event.workflowTaskCompletedEventAttributes)?.eventId ?? undefined;
    };
    // The rows know of the turn before the engine does.
    const first = await until(turn, (found) => found !== undefined);
    return system.temporal.workflowService.resetWorkflowExecution({
      ...execution(id),
      ...{ reason: 'by a stranger', requestId: randomUUID(), workflowTaskFinishEventId: first },
    });
  };

  const ENDS: [string, (id: string) => Promise<unknown>][] = [
    ['terminates it', terminate],
    ['cancels it', (id) => handle(id).cancel()],
    ['deletes it', (id) => system.temporal.workflowService.deleteWorkflowExecution(execution(id))],
    ['sets it back to its first turn', reset],
    [
      'puts another where nobody asks in its place',
      (id) => inItsPlace(id, 'somethingElse', 'nobody-listens-here'),
    ],
    [
      'puts one of our name where nobody asks in its place',
      (id) => inItsPlace(id, SUBMISSION_WORKFLOW, 'nobody-listens-here'),
    ],
    ['puts another on our queue in its place', (id) => inItsPlace(id, 'somethingElse', ours())],
    ['starts it anew in its place', (id) => inItsPlace(id, SUBMISSION_WORKFLOW, ours())],
  ];

  it('is noticed by the list of those that run from one id to another, these two among them', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await register());
    const [, second = '', third = '', fourth = ''] = ids.sort();
    const runs = createEngineRuns(system.temporal, async (json) => json);
    const listed = async () => {
      const found: string[] = [];
      for await (const page of runs.running(second, fourth))
        found.push(
          ...page.filter(({ taskQueue }) => taskQueue === ours()).map(({ workflowId }) => workflowId),
        );
      return found.sort();
    };
    const between = [second, third, fourth].map((id) => workflowIdOf(id));
    // The engine's index may be a moment behind, and other systems are on the same engine.
    await until(listed, (found) => found.length >= between.length);
    expect(await listed()).toEqual(between);
  });

  it.each(ENDS)('%s: it runs again although nobody acts, and nothing took effect', async (_what, end) => {
    const id = await register();
    const [before, run] = [await rowsOf(id), await runOf(id)];
    await end(id);
    const again = () => runsAgain(id).then(async (runs) => runs && (await runOf(id)) !== run);
    expect(await until(again, (runs) => runs, 20_000)).toBe(true);
    expect(await rowsOf(id)).toBe(before);
    expect(await decide(id)).toBe('closed');
    expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(1);
  });

  it('changes nothing by an update, by one with a start, or by options of the run', async () => {
    const id = await register();
    const before = await rowsOf(id);
    await expect(handle(id).executeUpdate('decide', { args: [DECISION] })).rejects.toThrow();
    await expect(
      system.temporal.workflowService.updateWorkflowExecutionOptions({
        ...execution(id),
        updateMask: { paths: ['versioning_override'] },
        workflowExecutionOptions: {
          versioningOverride: {
            pinned: { behavior: 1, version: { deploymentName: 'stranger', buildId: 'none' } },
          },
        },
      }),
    ).rejects.toThrow();
    expect(await runsAgain(id)).toBe(true);
    expect(await rowsOf(id)).toBe(before);
    expect(await decide(id)).toBe('closed');
  });

  it(`brings ${DELETED} procedures back that were deleted at once, with the numbers that they had`, async () => {
    const ids = await Promise.all(Array.from({ length: DELETED }, register));
    const numbers = () =>
      system
        .db('registrations')
        .whereIn('submission_id', ids)
        .orderBy('submission_id')
        .select('submission_id', 'number');
    const before = await numbers();
    expect(new Set(before.map(({ number }) => number)).size).toBe(DELETED);
    const rows = await Promise.all(ids.map(rowsOf));
    await Promise.all(
      ids.map((id) => system.temporal.workflowService.deleteWorkflowExecution(execution(id))),
    );
    const back = async () => (await Promise.all(ids.map(runsAgain))).filter((runs) => runs).length;
    expect(await until(back, (count) => count === DELETED, 120_000)).toBe(DELETED);
    expect(await Promise.all(ids.map(rowsOf))).toEqual(rows);
    expect(ids.filter((id) => !restored.includes(workflowIdOf(id)))).toEqual([]);
    expect(await Promise.all(ids.map(decide))).toEqual(ids.map(() => 'closed'));
    expect(await numbers()).toEqual(before);
  }, 300_000);

  it('leaves alone what runs as it should', async () => {
    const id = await register();
    const run = await runOf(id);
    const other = await register();
    await terminate(other);
    expect(
      await until(
        () => runsAgain(other),
        (runs) => runs,
        20_000,
      ),
    ).toBe(true);
    expect(await runOf(id)).toBe(run);
    expect(restored).not.toContain(workflowIdOf(id));
  });
});

describe('an engine behind TLS, with an authority of its own, certificates for those who call, and keys', () => {
  const KEY = 'key-of-the-installation';
  let engine: TlsEngine;
  beforeAll(async () => {
    engine = await startTlsEngine(parts().temporalAddress);
  });
  afterAll(() => engine.stop());

  it('is spoken to by API and worker with all three, and a submission goes its way', async () => {
    const system = await startSystem({
      env: {
        TEMPORAL_ADDRESS: engine.address,
        TEMPORAL_TLS: 'true',
        TEMPORAL_TLS_CA_FILE: engine.caFile,
        TEMPORAL_TLS_CERT_FILE: engine.certificate.file,
        TEMPORAL_TLS_KEY_FILE: engine.certificate.keyFile,
        TEMPORAL_API_KEY: KEY,
      },
    });
    try {
      const { status, body } = await system.as('minji').submit(LETTER);
      expect([status, body.submission.state]).toEqual([201, 'registered']);
      const methods = engine.calls.map(({ method }) => method.split('/').at(-1));
      // The API tells, the worker asks for turns.
      expect(methods).toEqual(
        expect.arrayContaining(['SignalWithStartWorkflowExecution', 'PollWorkflowTaskQueue']),
      );
      const others = engine.calls.filter(({ key, certified }) => key !== `Bearer ${KEY}` || !certified);
      expect(others).toEqual([]);
    } finally {
      await system.stop();
    }
  });

  it.each([
    ['whose authority is not ours', () => ({ caFile: undefined, certificate: engine.certificate })],
    ['that is not shown our certificate', () => ({ caFile: engine.caFile, certificate: undefined })],
  ])('is not spoken to: one %s', async (_what, settings) => {
    const access = await engineAccess({ address: engine.address, tls: true, apiKey: KEY, ...settings() });
    const before = engine.calls.length;
    await expect(Connection.connect({ ...access, connectTimeout: 2_000 })).rejects.toThrow();
    await expect(NativeConnection.connect(access)).rejects.toThrow();
    expect(engine.calls).toHaveLength(before);
  });
});
