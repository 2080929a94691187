import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';
import { workflowIdOf } from '../../workflows/messages';
import { checkDepsOf, findFaults } from '../support/audited';
import { historyOf } from '../support/history';
import { parts } from '../support/parts';
import { verdictsOfPython } from '../support/python-verifier';
import { runVerifier } from '../support/run-verifier';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const WORDS = { words: '사유를 적습니다.' };
const DAY = 24 * 3_600_000;
const YEAR = 366 * DAY;
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
 * A document's whole life on Temporal's time-skipping server: from its receipt to the certificate of its destruction, ten
 * years later, with other workflow code in the middle.
 */
describe('ten years of a record', () => {
  let engine: TestWorkflowEnvironment;
  let system: System;
  let clock: number;
  let id: string;
  let dir: string;
  beforeAll(async () => {
    Runtime.instance();
    dir = await mkdtemp(join(tmpdir(), 'gongmun-ten-years-'));
    engine = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: parts().testServer } },
    });
    clock = await engine.currentTimeMs();
    system = await startSystem({
      now: () => new Date(clock),
      env: { TEMPORAL_ADDRESS: engine.address, NOTICES: 'off' },
      relay: { inspectEveryMs: 100, missedDeadlineAfterMs: 60_000, noticesGivenUpAfterMs: 100 * YEAR },
      worker: false,
    });
    await system.startWorker(UNCACHED);
  }, 60_000);
  afterAll(async () => {
    await system.stop();
    await engine.teardown();
    await rm(dir, { recursive: true, force: true });
  });

  async function passTo(instant: Date | string, more = 0): Promise<void> {
    await engine.sleep(Math.max(1, new Date(instant).getTime() + more - clock));
    clock = await engine.currentTimeMs();
  }
  async function done(who: string, what: string, body: unknown = {}) {
    const answer = await system.as(who).act(id, what, body);
    expect([what, answer.status, answer.body.code]).toEqual([what, 200, undefined]);
    return answer.body.submission;
  }
  const rowOf = () => system.db('submissions').where({ id }).first();
  const events = async (): Promise<string[]> =>
    system.db('evidences').where({ submission_id: id }).orderBy('sequence').pluck('event');
  const happened = async (event: string, times = 1) => {
    const all = await until(events, (found) => found.filter((one) => one === event).length >= times, 30_000);
    expect(all.filter((one) => one === event)).toHaveLength(times);
  };
  const factsOf = async (event: string) =>
    JSON.parse(
      (await system.db('evidences').where({ submission_id: id, event }).orderBy('sequence', 'desc').first())
        .payload,
    ).facts;

  it('goes from its receipt through hold, release and review to its destruction', async () => {
    const minji = system.as('minji');
    const upload = (await minji.upload('자료.txt', '첨부한 자료의 내용')).body.id;
    const letter = { title: '보존할 문서', body: '십 년을 지낼 본문입니다.' };
    const sent = await minji.submit({ letter, office: 'haneul-civil', attachments: [{ upload }] });
    id = sent.body.submission.id;
    await done('registrar', 'assignments', { handler: 'demo-handler1' });
    await done('handler1', 'openings');
    await done('handler1', 'decisions', DECISION);
    await done('minji', 'acknowledgements');

    // Five years from the new year after the closing, in Seoul.
    const closed = await rowOf();
    const year = new Date(closed.closed_at.getTime() + 9 * 3_600_000).getUTCFullYear();
    const newYear = (of: number) => new Date(Date.UTC(of, 0, 1) - 9 * 3_600_000);
    expect(closed.dispose_at).toEqual(newYear(year + 6));
    expect(await factsOf('Closed')).toMatchObject({
      retention: 'years:5',
      retentionRule: 'kr',
      disposeAt: newYear(year + 6).toISOString(),
    });

    // Held in the third year: what is due then is not told of until the hold is released.
    await passTo(newYear(year + 3));
    const held = await system.as('registrar').act(id, 'holds', { reason: 'litigation', ...WORDS });
    expect(held.status).toBe(200);
    const [hold] = (await system.as('registrar').get(`/v1/submissions/${id}`)).body.holds;
    await passTo(newYear(year + 6), 30 * DAY);
    expect(await rowOf()).toMatchObject({ disposal: 'none', next_due_at: null });

    // While nobody works on it the worker comes back with other code.
    await system.stopWorker();
    await system.startWorker({ ...UNCACHED, workflowBundle: await tomorrow() });

    await done('approver', 'hold-releases', { hold, ...WORDS });
    await happened('DisposalDue');
    expect(await rowOf()).toMatchObject({ disposal: 'due', next_due_at: null });
    const list = await system.as('approver').get('/v1/offices/haneul-civil/disposals');
    expect(list.body.items).toMatchObject([{ submission: id, disposal: 'due', holds: [] }]);

    // Kept on for two years more, then due once again: by then the sweep has to bring the workflow back.
    const keep = { decision: 'keep', reason: 'still_needed', until: `${year + 9}-01-02`, ...WORDS };
    await done('approver', 'disposal-reviews', keep);
    expect((await rowOf()).dispose_at).toEqual(new Date(Date.UTC(year + 9, 0, 2) - 9 * 3_600_000));
    await passTo((await rowOf()).dispose_at, 60 * DAY);
    await happened('DisposalDue', 2);

    const before = (await system.as('minji').get(`/v1/submissions/${id}/receipts`)).body.items;
    await passTo(new Date(clock + 300 * DAY));
    await done('approver', 'disposal-reviews', { decision: 'destroy', reason: 'period_over', ...WORDS });
    await happened('Disposed');
    expect(await events()).toEqual([
      'SubmissionAcceptance',
      'ConsignmentAcceptance',
      'Assigned',
      'ContentHandover',
      'DecisionRecorded',
      'ContentConsignment',
      'Closed',
      'ReplyRead',
      'HoldSet',
      'HoldReleased',
      'DisposalDue',
      'DisposalReviewed',
      'DisposalDue',
      'DisposalReviewed',
      'DisposalBegun',
      'Disposed',
    ]);
    expect(clock - closed.closed_at.getTime()).toBeGreaterThan(9 * 365 * DAY);
    expect(await rowOf()).toMatchObject({ state: 'closed', disposal: 'done', next_due_at: null });

    // The certificate: who, when, by which rule, and the digests that the evidence before it names.
    const digests = before.flatMap(
      ({ evidence }: { evidence: { content?: string } }) => evidence.content ?? [],
    );
    const certificate = await factsOf('Disposed');
    expect(certificate).toMatchObject({
      ...{ decision: 'destroy', reviewedBy: 'demo-approver', retention: 'years:5', retentionRule: 'kr' },
      ...{ documents: 1, files: 1, closedAt: closed.closed_at.toISOString() },
    });
    expect(certificate.digests.split(' ')).toEqual(expect.arrayContaining([...new Set(digests)]));

    const receipts = (await system.as('minji').get(`/v1/submissions/${id}/receipts`)).body.items;
    expect(receipts.slice(0, before.length)).toEqual(before);
    for (const what of ['content', 'decision', 'versions', `attachments/${upload}`])
      expect(await minji.get(`/v1/submissions/${id}/${what}`)).toMatchObject({
        status: 410,
        body: { code: 'content.destroyed' },
      });
    expect(await historyOf(system.temporal, workflowIdOf(id))).toContain('core_patch');
  }, 180_000);

  it('leaves receipts, certificate and bundle that both verifiers find genuine', async () => {
    const minji = system.as('minji');
    const { items } = (await minji.get(`/v1/submissions/${id}/receipts`)).body;
    const keys = (await system.as(null).get('/.well-known/jwks.json')).body;
    await writeFile(join(dir, 'keys.json'), JSON.stringify(keys));
    const files: [string, Buffer][] = [];
    const take = async (name: string, path: string) => {
      const answer = await until(
        () => minji.get(`/v1/submissions/${id}/${path}`),
        ({ status }) => status !== 202,
        30_000,
      );
      expect([name, answer.status]).toEqual([name, 200]);
      files.push([
        name,
        Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(JSON.stringify(answer.body)),
      ]);
    };
    const certificate = items.at(-1).evidence.id;
    await take('certificate.json', `receipts/${certificate}`);
    await take('certificate.pdf', `receipts/${certificate}/pdf`);
    await take('first.pdf', `receipts/${items[0].evidence.id}/pdf?language=en`);
    await take('all.zip', 'bundle');
    for (const [name, bytes] of files) {
      await writeFile(join(dir, name), bytes);
      const args = [join(dir, name), '--keys', join(dir, 'keys.json'), '--offline'];
      expect([name, await runVerifier(args)]).toEqual([name, expect.objectContaining({ status: 0 })]);
    }
    const verdicts = await verdictsOfPython(
      files.map(([, bytes]) => bytes),
      keys,
    );
    expect(verdicts).toEqual(files.map(() => 'genuine'));
  }, 120_000);

  it('leaves nothing in which the auditor finds a fault', async () => {
    const settledAfterMs = { log: 1e15, archive: 1e15, engine: 1e15 };
    const { found } = await findFaults(await checkDepsOf(system), { submissions: [id], settledAfterMs });
    expect(found).toEqual([]);
  });
});
