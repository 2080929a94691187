import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { converterPaths } from '../../adapters/payload-codec';
import { workflowIdOf } from '../../workflows/messages';
import { parts } from '../support/parts';
import { type System, startSystem } from '../support/system';
import { startTraceReceiver } from '../support/trace-receiver';
import { until } from '../support/until';

const WORDS = '은밀한 제목';
const LETTER = { letter: { title: WORDS, body: `${WORDS} 본문` }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: WORDS, body: WORDS } };

type History = Awaited<ReturnType<ReturnType<System['temporal']['workflow']['getHandle']>['fetchHistory']>>;

describe('tracing', () => {
  let receiver: Awaited<ReturnType<typeof startTraceReceiver>>;
  let traced: System;
  let untraced: System;

  beforeAll(async () => {
    receiver = await startTraceReceiver();
    [traced, untraced] = await Promise.all([
      startSystem({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint } }),
      startSystem(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([traced.stop(), untraced.stop()]);
    await receiver.stop();
  });

  async function lifecycle(system: System): Promise<{ id: string; history: History }> {
    const id = (await system.as('minji').submit(LETTER)).body.submission.id;
    await system.as('handler1').act(id, 'openings', {});
    const decided = await system.as('handler1').act(id, 'decisions', DECISION);
    expect(decided.body.submission.state).toBe('closed');
    const run = system.temporal.workflow.getHandle(workflowIdOf(id));
    await run.result();
    return { id, history: await run.fetchHistory() };
  }

  it('leads from the request over the signal to the activities, as one trace, with ids only', async () => {
    const { id } = await lifecycle(traced);
    const named = (name: string) =>
      receiver.spans.filter((span) => span.name === name).filter((span) => JSON.stringify(span).includes(id));
    const find = async (name: string, times = 1) =>
      (
        await until(
          async () => named(name),
          (found) => found.length >= times,
        )
      )[times - 1];
    const applied = await find('activity applyCommand', 2);
    const registered = await find('activity validateSubmission');
    const inTrace = async (traceId: string | undefined, name: string) =>
      (
        await until(
          async () => receiver.spans.filter((span) => span.traceId === traceId && span.name === name),
          (found) => found.length > 0,
        )
      )[0];
    const submitted = await inTrace(registered?.traceId, 'POST /v1/submissions');
    const decided = await inTrace(applied?.traceId, 'POST /v1/submissions/:id/decisions');
    expect(submitted).toMatchObject({
      service: 'gongmun-api',
      attributes: { 'http.route': '/v1/submissions' },
    });
    expect(decided).toMatchObject({ attributes: { 'gongmun.submission': id } });
    expect(registered).toMatchObject({
      service: 'gongmun-worker',
      attributes: { 'temporal.workflow': workflowIdOf(id) },
    });
    const parent = receiver.spans.find((span) => span.spanId === registered?.parentSpanId);
    expect(parent).toMatchObject({ service: 'gongmun-api', parentSpanId: submitted?.spanId });

    const keys = new Set(receiver.spans.flatMap((span) => Object.keys(span.attributes)));
    const known =
      /^(http\.(request\.method|route|response\.status_code)|gongmun\.(request|submission)|temporal\.(activity|attempt|workflow)|temporalWorkflowId|run_id)$/;
    expect([...keys].filter((key) => !known.test(key))).toEqual([]);
    const all = JSON.stringify(receiver.spans);
    for (const secret of [WORDS, 'minji', '@demo.invalid', 'Bearer']) expect(all).not.toContain(secret);
  });

  it('leaves histories as they are: each replays with and without what carries the trace', async () => {
    const [withTrace, without] = await Promise.all([lifecycle(traced), lifecycle(untraced)]);
    const types = ({ history }: { history: History }) => history.events?.map((event) => event.eventType);
    const once = (list: unknown[] = []) => [...new Set(list)].sort();
    expect(once(types(withTrace))).toEqual(once(types(without)));
    const present = parts().workflowBundle;
    const before = await bundleWorkflowCode({
      workflowsPath: require.resolve('../../workflows'),
      ...converterPaths,
      logger: new DefaultLogger('WARN'),
    });
    for (const workflowBundle of [present, before]) {
      for (const [system, { id, history }] of [
        [traced, withTrace],
        [untraced, without],
      ] as const) {
        const options = { workflowBundle, dataConverter: system.temporal.options.dataConverter ?? {} };
        await Worker.runReplayHistory(options, history, workflowIdOf(id));
      }
    }
  });

  it('takes no harm from a trace context that a stranger sends', async () => {
    const id = (await traced.as('minji').submit(LETTER)).body.submission.id;
    const forged = [
      { metadata: { encoding: Buffer.from('binary/unheard-of') }, data: Buffer.from('x') },
      { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"traceparent":') },
      { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"words"') },
      { metadata: { encoding: Buffer.from('binary/plain') }, data: Buffer.alloc(300_000, 1) },
    ];
    for (const header of forged) {
      await traced.temporal.workflowService.signalWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId: workflowIdOf(id) },
        signalName: 'commandsExist',
        input: {
          payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('1000') }],
        },
        header: { fields: { '_tracer-data': header } },
      });
      expect((await traced.as('minji').get(`/v1/submissions/${id}`)).body.state).toBe('registered');
    }
    await traced.as('handler1').act(id, 'openings', {});
    const decided = await traced.as('handler1').act(id, 'decisions', DECISION);
    expect(decided.body.submission.state).toBe('closed');
  });

  it('loads nothing of it while it is off', () => {
    const script = `require('./api/create-api.ts'); require('./worker/create-worker.ts');
      console.log(Object.keys(require.cache).filter((path) => /opentelemetry.(sdk|exporter|context)/.test(path)).length)`;
    const root = join(__dirname, '../..');
    const said = execFileSync(process.execPath, ['--import', 'tsx', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(said.trim()).toBe('0');
  });
});
