import { Client as PgClient } from 'pg';
import { freePort } from '../../local/free-port';
import { workflowIdOf } from '../../workflows/messages';
import { environmentOf, type Program, startProgram } from '../support/program';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const TRIES = 2;

describe('a worker killed between its commit and the completion of its step', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false });
  });
  afterAll(() => system.stop());

  const startWorker = async (): Promise<Program> =>
    startProgram('worker/main.ts', environmentOf(system.config, { METRICS_PORT: String(await freePort()) }));

  /** The word that a command was carried out comes with the commit, before the engine can have heard of it. */
  async function atRegistration(
    id: string,
    act: () => void,
  ): Promise<{ done: Promise<void>; stop(): Promise<void> }> {
    const listener = new PgClient({ connectionString: system.config.database.url });
    await listener.connect();
    const done = new Promise<void>((resolve) => {
      listener.on('notification', ({ payload }) => {
        if (payload !== `${id} 1`) return;
        act();
        resolve();
      });
    });
    await listener.query('LISTEN gongmun_settled');
    return { done, stop: () => listener.end() };
  }

  const engineHeardOf = async (id: string): Promise<boolean> => {
    const history = await system.temporal.workflow.getHandle(workflowIdOf(id)).fetchHistory();
    return (history.events ?? []).some((event) => event.markerRecordedEventAttributes);
  };

  it('leaves one number, and later commands are applied in order', async () => {
    const ids: string[] = [];
    let inTheWindow = 0;
    for (let n = 0; n < TRIES; n += 1) {
      const { id } = (await system.as('minji').submit(LETTER, { wait: 0 })).body.submission;
      let worker: Program | undefined;
      const commit = await atRegistration(id, () => worker?.signal('SIGKILL'));
      worker = await startWorker();
      ids.push(id);
      await commit.done;
      await worker.ended;
      await commit.stop();
      if (!(await engineHeardOf(id))) inTheWindow += 1;
      expect((await system.as('minji').get(`/v1/submissions/${id}`)).body.state).toBe('registered');
      expect((await system.as('registrar').act(id, 'openings', {}, { wait: 0 })).status).toBe(202);
      expect((await system.as('handler1').act(id, 'decisions', DECISION, { wait: 0 })).status).toBe(202);
    }
    expect(inTheWindow).toBeGreaterThan(0);

    const worker = await startWorker();
    try {
      const open = async () => (await system.db('submissions').whereNot({ state: 'closed' })).length;
      expect(await until(open, (count) => count === 0, 60_000)).toBe(0);
    } finally {
      worker.signal('SIGTERM');
      await worker.ended;
    }
    for (const id of ids) {
      expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(1);
      const evidences = await system.db('evidences').where({ submission_id: id }).orderBy('sequence');
      expect(evidences.map((row: { event: string }) => row.event)).toEqual([
        'SubmissionAcceptance',
        'ConsignmentAcceptance',
        'ContentHandover',
        'DecisionRecorded',
        'ContentConsignment',
        'Closed',
      ]);
    }
    const numbers = await system.db('registrations').orderBy('seq').select('seq');
    expect(numbers.map((row: { seq: number }) => row.seq)).toEqual(ids.map((_, index) => index + 1));
  }, 150_000);
});
