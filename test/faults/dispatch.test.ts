import { freePort } from '../../local/free-port';
import { dispatchWorkflowIdOf } from '../../workflows/messages';
import { checkDepsOf, findFaults } from '../support/audited';
import { documentsOf } from '../support/documents';
import { environmentOf, type Program, startProgram } from '../support/program';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

/** How many recipients: the campaign takes 1,000, `npm test` a short form. */
const RECIPIENTS = Number(process.env.GONGMUN_RECIPIENTS ?? 250);
const KILLS = 2;

describe('a dispatch to many', () => {
  let system: System;
  let documents: ReturnType<typeof documentsOf>;
  let recipients: { kind: string; id: string }[];
  beforeAll(async () => {
    system = await startSystem({ worker: false });
    documents = documentsOf(system);
    await system.db.raw(
      `INSERT INTO people (id, name, email, language)
       SELECT 'many-' || n, '수신인 ' || n, 'many-' || n || '@demo.invalid', 'ko' FROM generate_series(1, ?::int) n`,
      [RECIPIENTS],
    );
    const people = Array.from({ length: RECIPIENTS }, (_, n) => ({ kind: 'person', id: `many-${n + 1}` }));
    const offices = ['haneul-food', 'haneul-dong', 'haneul-seo'].map((id) => ({ kind: 'office', id }));
    recipients = [...people.slice(0, 150), ...offices, ...people.slice(150)];
  });
  afterAll(() => system.stop());

  const startWorker = async (): Promise<Program> =>
    startProgram('worker/main.ts', environmentOf(system.config, { METRICS_PORT: String(await freePort()) }));
  const consigned = async (id: string): Promise<number> => {
    const reached = system.db('deliveries').where({ document_id: id }).whereNot({ state: 'waiting' });
    return (await reached.pluck('id')).length;
  };
  /** Each recipient once: one evidence of consignment, one notice, one incoming document at each office. */
  async function expectEachOnce(id: string): Promise<void> {
    const { rows } = await system.db.raw(
      `SELECT v.kind, count(*) AS recipients, count(*) FILTER (WHERE v.consigned_at IS NOT NULL) AS consigned,
         sum((SELECT count(*) FROM evidences e WHERE e.delivery_id = v.id AND e.event = 'ContentConsignment')) AS proved,
         sum((SELECT count(*) FROM notices n WHERE n.delivery_id = v.id)) AS told, count(v.submission_id) AS incoming
       FROM deliveries v WHERE v.document_id = ? GROUP BY v.kind ORDER BY v.kind`,
      [id],
    );
    const all = { recipients: RECIPIENTS, consigned: RECIPIENTS, proved: String(RECIPIENTS) };
    expect(rows).toEqual([
      { kind: 'office', recipients: 3, consigned: 3, proved: '3', told: '0', incoming: 3 },
      { kind: 'person', ...all, told: String(RECIPIENTS), incoming: 0 },
    ]);
    const boxes = await system.db('deliveries').where({ document_id: id }).orderBy('position').pluck('box');
    expect(boxes).toEqual(recipients.map(({ kind, id: name }) => `${kind}:${name}`));
  }

  it('reaches everybody, once, within seconds', async () => {
    await system.startWorker();
    const id = await documents.registered({ recipients });
    const started = Date.now();
    expect((await documents.act(id, 'dispatches', 'handler1')).status).toBe(200);
    const accepted = Date.now() - started;
    const all = await until(
      () => consigned(id),
      (count) => count === recipients.length,
      120_000,
    );
    process.stderr.write(
      `  ${all} recipients in ${((Date.now() - started) / 1000).toFixed(1)} s, the act itself ${accepted} ms\n`,
    );
    await expectEachOnce(id);
    const history = await system.temporal.workflow.getHandle(dispatchWorkflowIdOf(id)).fetchHistory();
    const text = JSON.stringify(history);
    expect(text).not.toContain('many-1');
    expect(text).not.toContain('제설');
    await system.stopWorker();
  }, 180_000);

  it('leaves nobody out and serves nobody twice where workers are killed in the middle', async () => {
    const id = await documents.registered({ recipients });
    expect((await documents.act(id, 'dispatches', 'handler1')).status).toBe(200);
    let cut = 0;
    for (let n = 0; n < KILLS; n += 1) {
      const before = await consigned(id);
      const worker = await startWorker();
      const reached = await until(
        () => consigned(id),
        (count) => count > before,
        60_000,
      );
      worker.signal('SIGKILL');
      await worker.ended;
      expect(reached).toBeGreaterThan(before);
      if ((await consigned(id)) < recipients.length) cut += 1;
      else break;
    }
    expect(cut).toBeGreaterThan(0);
    const worker = await startWorker();
    try {
      const done = await until(
        () => system.db('dispatches').where({ document_id: id }).first(),
        ({ delivered_at }) => delivered_at !== null,
        120_000,
      );
      expect(done.delivered_at).not.toBeNull();
      // A second run under the same id finds the rows done.
      await system.temporal.workflow.getHandle(dispatchWorkflowIdOf(id)).terminate('lost');
      await system.db('dispatches').where({ document_id: id }).update({ next_due_at: new Date() });
      const again = await until(
        () => system.temporal.workflow.getHandle(dispatchWorkflowIdOf(id)).describe(),
        ({ status }) => status.name === 'RUNNING',
      );
      expect(again.status.name).toBe('RUNNING');
    } finally {
      worker.signal('SIGTERM');
      await worker.ended;
    }
    await expectEachOnce(id);
    const { found } = await findFaults(await checkDepsOf(system));
    expect(found.filter(({ check }) => check === 'documents')).toEqual([]);
  }, 300_000);
});
