import { randomUUID } from 'node:crypto';
import { freePort } from '../../local/free-port';
import { createApiClient } from '../support/api-client';
import { environmentOf, type Program, startProgram } from '../support/program';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const SECONDS = 1_000;
const LETTER = { letter: { title: 'a', body: 'b' }, office: 'haneul-civil' };

describe('a process that is told to stop', () => {
  let system: System;
  let api: { program: Program; url: string };
  let worker: { program: Program; url: string };

  beforeAll(async () => {
    system = await startSystem({ worker: false });
    [api, worker] = await Promise.all([startApi(), startWorker()]);
  });
  afterAll(async () => {
    for (const { program } of [api, worker]) program.signal('SIGKILL');
    await Promise.all([api.program.ended, worker.program.ended]);
    await system.stop();
  });

  async function startApi() {
    const port = await freePort();
    const program = startProgram('api/main.ts', environmentOf(system.config, { PORT: String(port) }));
    const url = `http://127.0.0.1:${port}`;
    await ready(program, `${url}/healthz`);
    return { program, url };
  }

  async function startWorker() {
    const port = await freePort();
    const program = startProgram(
      'worker/main.ts',
      environmentOf(system.config, { METRICS_PORT: String(port) }),
    );
    const url = `http://127.0.0.1:${port}`;
    await ready(program, `${url}/readyz`);
    return { program, url };
  }

  async function ready(program: Program, url: string): Promise<void> {
    const status = () =>
      fetch(url).then(
        (answer) => answer.status,
        () => 0,
      );
    if ((await until(status, (now) => now === 200, 30 * SECONDS)) !== 200)
      throw new Error(`Not ready: ${program.output()}`);
  }

  const states = async (ids: string[]): Promise<string[]> =>
    (await system.db('submissions').whereIn('id', ids).select('state')).map((row) => row.state);

  it('tells its health, its readiness and its metrics, the engine SDK’s among them, before that', async () => {
    expect(await (await fetch(`${worker.url}/healthz`)).json()).toEqual({ status: 'alive' });
    expect(await (await fetch(`${worker.url}/readyz`)).json()).toEqual({
      status: 'ready',
      parts: { database: 'ready', engine: 'ready', workers: 'ready' },
    });
    expect((await fetch(`${worker.url}/elsewhere`)).status).toBe(404);
    const client = createApiClient(api.url, () => system.issuer.token('demo-minji'));
    expect((await client.submit(LETTER)).status).toBe(201);
    const read = async () => (await fetch(`${worker.url}/metrics`)).text();
    // The answer comes with the commit, a moment before the engine hears that the task is done.
    const text = await until(read, (now) => now.includes('temporal_workflow_task_execution_latency'));
    for (const name of [
      'gongmun_outbox_depth',
      'gongmun_outbox_undelivered',
      'gongmun_outbox_oldest_seconds',
      'gongmun_relay_rounds_total',
      'process_cpu_seconds_total',
      'temporal_workflow_task_execution_latency',
    ])
      expect(text).toMatch(new RegExp(`^${name}`, 'm'));
    expect(text).toMatch(/^gongmun_notices\{status="\w+"\} \d+$/m);
    expect(text).not.toContain('submission:');
  });

  it('the API answers the requests under way and ends with code 0; nothing acknowledged is lost', async () => {
    const keys = Array.from({ length: 60 }, () => randomUUID());
    const client = createApiClient(api.url, () => system.issuer.token('demo-minji'));
    let answered = 0;
    const sent = keys.map((key) =>
      client.submit(LETTER, { key, wait: 20 }).then(
        (answer) => {
          answered += 1;
          return answer;
        },
        () => undefined,
      ),
    );
    await until(
      async () => answered,
      (count) => count > 5,
    );
    api.program.signal('SIGTERM');
    const { code, ms } = await api.program.ended;
    expect({ code, output: code === 0 ? '' : api.program.output() }).toEqual({ code: 0, output: '' });
    expect(ms).toBeLessThan(10 * SECONDS);
    const answers = (await Promise.all(sent)).filter((answer) => answer !== undefined);
    expect(
      answers.map((answer) => answer.status).filter((status) => status !== 201 && status !== 202),
    ).toEqual([]);
    const acknowledged = answers.map((answer) => answer.body.submission.id);
    expect(new Set(await states(acknowledged)).size).toBeGreaterThan(0);
    expect(await states(acknowledged)).toHaveLength(acknowledged.length);

    // Who got no answer asks again, under the same key, at another process: one submission for each key.
    const again = await Promise.all(keys.map((key) => system.as('minji').submit(LETTER, { key, wait: 0 })));
    const ids = again.map((answer) => answer.body.submission.id);
    expect(new Set(ids).size).toBe(keys.length);
    expect(ids).toEqual(expect.arrayContaining(acknowledged));
    const registered = () => states(ids);
    expect(
      (await until(registered, (now) => now.every((state) => state === 'registered'))).every(
        (state) => state === 'registered',
      ),
    ).toBe(true);
    api = await startApi();
  });

  it('a request that only waits is answered with what is so far', async () => {
    worker.program.signal('SIGTERM');
    expect((await worker.program.ended).code).toBe(0);
    const client = createApiClient(api.url, () => system.issuer.token('demo-minji'));
    const key = randomUUID();
    const waiting = client.submit(LETTER, { key, wait: 30 });
    const taken = () => system.db('idempotency_records').where({ key });
    await until(taken, (rows) => rows.length === 1);
    api.program.signal('SIGTERM');
    const { code, ms } = await api.program.ended;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(6 * SECONDS);
    expect(await waiting).toMatchObject({ status: 202, body: { submission: { state: 'accepted' } } });
    [api, worker] = await Promise.all([startApi(), startWorker()]);
  });

  it('the worker ends with code 0 while activities run, and the next one goes on where it stopped', async () => {
    const sent = await Promise.all(
      Array.from({ length: 60 }, () => system.as('minji').submit(LETTER, { wait: 0 })),
    );
    const ids = sent.map((answer) => answer.body.submission.id);
    const registered = async () => (await states(ids)).filter((state) => state === 'registered').length;
    await until(registered, (count) => count > 5);
    worker.program.signal('SIGTERM');
    const { code, ms } = await worker.program.ended;
    expect({ code, output: code === 0 ? '' : worker.program.output() }).toEqual({ code: 0, output: '' });
    expect(ms).toBeLessThan(15 * SECONDS);
    worker = await startWorker();
    expect(await until(registered, (count) => count === ids.length, 40 * SECONDS)).toBe(ids.length);
    const year = new Date().getFullYear();
    const register = await system.as('auditor').get(`/v1/registers/haneul-civil/${year}`);
    expect(register.body.gaps).toEqual([]);
    const { rows } = await system.db.raw('SELECT count(*) AS entries FROM registrations');
    expect(rows[0].entries).toBe(
      await system
        .db('submissions')
        .count('* as n')
        .then((all) => all[0]?.n),
    );
  });
});
