import { listArchivedRuns } from '../../db/history-store';
import { sha256 } from '../../domain/digest';
import { workflowIdOf } from '../../workflows/messages';
import { type System, startSystem } from '../support/system';
import { tamper } from '../support/tamper';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const SOON = { everyMs: 100, againAfterMs: 100, walkEveryMs: 100 };

interface HistoryJson {
  events: { eventId: string; eventType: string; [attributes: string]: unknown }[];
}

/** A history with the JSON in its payloads changed, as whoever owns the database could. */
function rewrite(text: string, change: (json: string) => string): string {
  return text.replace(/"data":"([A-Za-z0-9+/=]+)"/g, (_, data: string) => {
    const changed = change(Buffer.from(data, 'base64').toString());
    return `"data":"${Buffer.from(changed).toString('base64')}"`;
  });
}

describe("the auditor's check of a history", () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false });
    await system.startWorker({ archiver: SOON });
  });
  afterAll(() => system.stop());

  const submit = async () => (await system.as('minji').submit(LETTER)).body.submission.id as string;
  const check = async (id: string) =>
    (await system.as('auditor').get(`/v1/submissions/${id}/history-check`)).body;
  const codes = (found: { code: string }[]) => found.map(({ code }) => code);
  const archived = (id: string, count = 1) =>
    until(
      () => listArchivedRuns(system.db, workflowIdOf(id)),
      (runs) => runs.length >= count,
    );

  /** A closed submission with its run in the archive. */
  async function closed(): Promise<string> {
    const id = await submit();
    await system.as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    await system.as('handler1').act(id, 'openings', {});
    await system.as('handler1').act(id, 'decisions', DECISION);
    await archived(id);
    return id;
  }

  /** Changes the archived text, and the digest beside it, as somebody careful would. */
  async function alter(id: string, change: (text: string) => string): Promise<void> {
    const { history } = await system.db('archived_histories').where({ submission_id: id }).first();
    const altered = change(history);
    expect(altered).not.toBe(history);
    await tamper(system.db, (tx) =>
      tx('archived_histories')
        .where({ submission_id: id })
        .update({ history: altered, digest: sha256(altered) }),
    );
  }

  it('finds nothing to say of a procedure under way and of one at its end', async () => {
    const id = await submit();
    expect(await check(id)).toMatchObject({
      sound: true,
      differences: [],
      remarks: [],
      steps: 1,
      evidences: 2,
    });
    const ended = await closed();
    expect(await check(ended)).toMatchObject({ sound: true, differences: [], steps: 5, evidences: 7 });
  });

  it('knows what others write: the acceptance and a recalculation', async () => {
    const id = await submit();
    const { due_at: due } = await system.db('submissions').where({ id }).first();
    const day = { date: due.toISOString().slice(0, 10), name: { ko: '임시공휴일', en: 'Holiday' } };
    await system.as('admin').post('/v1/holidays', { ...day, effect: 'declared' });
    await until(
      () => system.db('evidences').where({ submission_id: id, event: 'DeadlineRecalculated' }),
      (found) => found.length > 0,
    );
    expect(await check(id)).toMatchObject({ sound: true, differences: [] });
    await system.as('admin').post('/v1/holidays', { ...day, effect: 'withdrawn' });
  });

  it("names a stranger's run under our id", async () => {
    const id = await closed();
    const run = await system.temporal.workflow.start('unknownType', {
      workflowId: workflowIdOf(id),
      taskQueue: 'nobody',
    });
    await run.terminate('foreign');
    const found = await check(id);
    expect(found).toMatchObject({
      sound: false,
      differences: [{ code: 'run.foreign', run: run.firstExecutionRunId }],
    });
  });

  it('explains a step whose run was ended before it could report, and misses one that no run explains', async () => {
    const id = await closed();
    const { history } = await system.db('archived_histories').where({ submission_id: id }).first();
    const cut = JSON.parse(history) as HistoryJson;
    const opened = (text: string) =>
      [...text.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].some(([, data = '']) =>
        Buffer.from(data, 'base64').toString().includes('"step":"open"'),
      );
    const at = cut.events.findIndex((event) => opened(JSON.stringify(event)));
    expect(at).toBeGreaterThan(0);
    cut.events.splice(at, 1);
    await alter(id, () => JSON.stringify(cut));
    const [handover] = await system.db('evidences').where({ submission_id: id, event: 'ContentHandover' });
    expect((await check(id)).differences).toEqual([
      expect.objectContaining({ code: 'evidence.without_step', evidence: handover.id }),
    ]);
    await tamper(system.db, (tx) =>
      tx('archived_histories').where({ submission_id: id }).update({ status: 'terminated' }),
    );
    expect(await check(id)).toMatchObject({
      sound: true,
      remarks: [{ code: 'step.unreported', evidence: handover.id }],
    });
  });

  it.each<[string, string, (json: string) => string]>([
    ['another digest', 'step.digest_differs', (json) => json.replace(/"digest":"..../g, '"digest":"AAAA')],
    [
      'another command',
      'step.command_differs',
      (json) => json.replace('"step":"assign","seq":3', '"step":"open","seq":3'),
    ],
    [
      'another state',
      'step.state_differs',
      (json) => json.replace('"state":"closed"', '"state":"withdrawn"'),
    ],
    [
      'evidence that is nowhere',
      'step.without_evidence',
      (json) => json.replace(/("step":"assign","seq":3,"evidenceId":")......../, '$100000000'),
    ],
  ])('names a step whose result was changed to %s, with its event and its build', async (_, code, change) => {
    const id = await closed();
    await alter(id, (text) => rewrite(text, change));
    const { sound, differences } = await check(id);
    expect(sound).toBe(false);
    expect(codes(differences)).toContain(code);
    const named = differences.find((one: { code: string }) => one.code === code);
    expect(named.event).toBeGreaterThan(4);
    expect(named.build).toContain('@temporalio/worker');
  });

  it("names a step that tells of another submission's evidence, and steps in another order", async () => {
    const [id, other] = [await closed(), await closed()];
    const first = async (submission: string) =>
      (await system.db('evidences').where({ submission_id: submission, event: 'Assigned' }).first()).id;
    const [mine, theirs] = [await first(id), await first(other)];
    await alter(id, (text) => rewrite(text, (json) => json.replace(mine, theirs)));
    expect(codes((await check(id)).differences)).toEqual([
      'step.of_another_submission',
      'evidence.without_step',
    ]);
    const { history } = await system.db('archived_histories').where({ submission_id: other }).first();
    const events = (JSON.parse(history) as HistoryJson).events;
    const markers = events.flatMap((event, index) => (event.eventType.includes('MARKER') ? [index] : []));
    const [a, b] = [markers.at(-4) ?? 0, markers.at(-3) ?? 0];
    [events[a], events[b]] = [events[b] as HistoryJson['events'][0], events[a] as HistoryJson['events'][0]];
    await alter(other, () => JSON.stringify({ events }));
    expect(codes((await check(other)).differences)).toContain('step.order_differs');
  });

  it('says that archived bytes are not those of the digest, and who may ask', async () => {
    const id = await closed();
    const { digest } = await system.db('archived_histories').where({ submission_id: id }).first();
    await alter(id, (text) => text.replace('"attempt":1', '"attempt":2'));
    await tamper(system.db, (tx) => tx('archived_histories').where({ submission_id: id }).update({ digest }));
    expect(codes((await check(id)).differences)).toEqual(['archive.digest_differs']);
    expect((await system.as('handler1').get(`/v1/submissions/${id}/history-check`)).status).toBe(403);
  });
});
