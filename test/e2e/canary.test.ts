import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Client, Connection } from '@temporalio/client';
import { SMTPServer } from 'smtp-server';
import { createDataConverter } from '../../adapters/payload-codec';
import { type Child, waitFor } from '../../local/child';
import { freePort } from '../../local/free-port';
import { startProgram } from '../../local/supervise';
import { type LocalTemporal, startTemporal } from '../../local/temporal';
import { dispatchWorkflowIdOf, noticeActivityIdOf, workflowIdOf } from '../../workflows/messages';
import { type ApiClient, createApiClient } from '../support/api-client';
import { type Canary, createCanary, type Found } from '../support/canary';
import { walkDocument } from '../support/canary-documents';
import { walkCanary } from '../support/canary-walk';
import { dump } from '../support/dump';
import { historyOf, keptHistoryOf } from '../support/history';
import { parts } from '../support/parts';
import { environmentOf } from '../support/program';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const SUBMISSIONS = Number(process.env.GONGMUN_CANARIES ?? 20);
/** Each waits for the sweep twice, so they are walked all at once beside the submissions. */
const DOCUMENTS = Math.ceil(SUBMISSIONS / 10);
const AT_ONCE = 4;

/** Rows that hold what people wrote or are called by their purpose: the directory, and what is searched. */
const OPEN_TABLES = [
  'people',
  'organisations',
  'offices',
  'submission_texts',
  'search_terms',
  'knex_migrations',
];

/** What a collector is sent, as it comes. */
async function startCollector() {
  const received: Buffer[] = [];
  const server = createServer(async (req, res) => {
    received.push(await buffer(req));
    res.setHeader('content-type', 'application/json');
    res.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, received, stop: () => new Promise((resolve) => server.close(resolve)) };
}

/** A mail server that refuses some, puts others off, and each time says whom and why, as such servers do. */
async function startTalkativeMail(canary: Canary) {
  let mails = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(address, _session, done) {
      mails += 1;
      if (mails % 3 === 0) return done();
      const words = `<${address.address}> ${canary.plain('the mail server')} is unknown here`;
      done(Object.assign(new Error(words), { responseCode: mails % 3 === 1 ? 550 : 451 }));
    },
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => done());
    },
  });
  server.on('error', () => {});
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${port}`,
    count: () => mails,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

describe(`what is written into ${SUBMISSIONS} submissions and ${DOCUMENTS} official documents`, () => {
  const canary = createCanary();
  const ids: string[] = [];
  const documents: string[] = [];
  let dir: string;
  let temporal: LocalTemporal;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let mail: Awaited<ReturnType<typeof startTalkativeMail>>;
  let system: System;
  let engine: Client;
  let api: string;
  let operations: string;
  let metrics: string;
  const programs: Child[] = [];
  const path = (name: string) => join(dir, name);

  beforeAll(
    async () => {
      dir = await mkdtemp(join(tmpdir(), 'gongmun-canary-'));
      await mkdir(path('tmp'));
      [collector, mail] = await Promise.all([startCollector(), startTalkativeMail(canary)]);
      const [port, metricsPort, uiPort] = [await freePort(), await freePort(), await freePort()];
      operations = `http://127.0.0.1:${metricsPort}`;
      temporal = await startTemporal({
        cli: parts().temporalCli,
        dbFile: path('temporal.db'),
        uiPort,
        codecEndpoint: `${operations}/codec`,
        logFile: path('temporal.log'),
      });
      system = await startSystem({
        worker: false,
        env: { TEMPORAL_ADDRESS: temporal.address, SMTP_URL: mail.url },
      });
      const env = environmentOf(system.config, {
        PATH: process.env.PATH,
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        CODEC_ORIGINS: temporal.uiAddress,
        LOG_LEVEL: 'trace',
        TMPDIR: path('tmp'),
      });
      programs.push(startProgram('api/main.ts', [], env, path('api.log')));
      programs.push(startProgram('worker/main.ts', [], env, path('worker.log')));
      api = `http://127.0.0.1:${port}`;
      await waitFor(async () => (await fetch(`${api}/readyz`)).status === 200, {
        within: 60_000,
        failed: 'API and worker did not become ready.',
      });
      const connection = await Connection.connect({ address: temporal.address });
      engine = new Client({
        connection,
        dataConverter: await createDataConverter(system.config.codec.keysDir),
      });
      await walkAll();
      await meetDatabaseErrors();
      await until(
        async () => mail.count(),
        (mails) => mails >= Math.min(SUBMISSIONS, 30),
      );
      metrics = (
        await Promise.all(
          [`${api}/metrics`, `${operations}/metrics`].map(async (url) => (await fetch(url)).text()),
        )
      ).join('\n');
    },
    60_000 + SUBMISSIONS * 15_000,
  );
  afterAll(async () => {
    await engine?.connection.close();
    await Promise.all(programs.map((program) => program.stop()));
    await system?.stop();
    await temporal?.stop();
    await Promise.all([collector?.stop(), mail?.stop()]);
    await rm(dir, { recursive: true, force: true });
  });

  const clients = new Map<string, ApiClient>();
  /** Each is called by a mark and has a marked address. */
  function as(person: string): ApiClient {
    const claims = { name: canary.mark(`name of ${person}`), email: `${canary.plain(person)}@demo.invalid` };
    const client =
      clients.get(person) ?? createApiClient(api, () => system.issuer.token(`demo-${person}`, claims));
    clients.set(person, client);
    return client;
  }

  async function walkAll(): Promise<void> {
    const form = JSON.parse(
      await readFile(join(__dirname, '../../forms/information-disclosure-request.json'), 'utf8'),
    );
    let next = 0;
    const lane = async () => {
      for (let n = next++; n < SUBMISSIONS; n = next++) ids.push(await walkCanary(n, as, canary, form));
    };
    const walkDocuments = async () => {
      const here = { ...system, temporal: engine };
      const numbers = Array.from({ length: DOCUMENTS }, (_, n) => n);
      documents.push(...(await Promise.all(numbers.map((n) => walkDocument(n, here, as, canary)))));
    };
    await Promise.all([...Array.from({ length: AT_ONCE }, lane), walkDocuments()]);
  }

  /** Where the database refuses and quotes what it was given: in the API an act fails, in the worker a step is repeated. */
  async function meetDatabaseErrors(): Promise<void> {
    const quoting = (table: string) =>
      system.db.raw(`
        CREATE OR REPLACE FUNCTION quote() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          RAISE EXCEPTION 'no % here', '${canary.mark('message of the database')}'
            USING DETAIL = '${canary.mark('detail of the database')}', HINT = '${canary.mark('hint')}'; END $$;
        CREATE TRIGGER quote BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION quote()`);
    const quiet = (table: string) => system.db.raw(`DROP TRIGGER quote ON ${table}`);
    await quoting('registrations');
    const sent = await as('minji').submit(
      {
        letter: { title: canary.mark('late title'), body: canary.mark('late body') },
        office: 'haneul-civil',
      },
      { wait: 4 },
    );
    expect(sent.status).toBe(202);
    await quiet('registrations');
    const late = sent.body.submission.id;
    const state = await until(
      async () => (await as('minji').get(`/v1/submissions/${late}`)).body.state,
      (now) => now === 'registered',
      40_000,
    );
    expect(state).toBe('registered');
    ids.push(late);
    await quoting('notes');
    const note = await as('handler1').post(`/v1/submissions/${late}/notes`, {
      body: canary.mark('lost note'),
    });
    expect(note).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(canary.find('answer', JSON.stringify(note.body))).toEqual([]);
    await quiet('notes');
  }

  /** One of each place, for a message that can be read. */
  const told = (found: Found[]) => [...new Map(found.map((one) => [one.where, one])).values()];

  it('is in everything that was looked at, were it not for what follows: the marks are many', () => {
    expect(ids).toHaveLength(SUBMISSIONS + 1);
    expect(documents).toHaveLength(DOCUMENTS);
    expect(canary.given.size).toBeGreaterThan(SUBMISSIONS * 30);
  });

  it('is in no log of API or worker, at the level that tells most', async () => {
    const log = async (name: string) => (await readFile(path(`${name}.log`), 'utf8')).split('\n');
    expect((await log('api')).filter((line) => line.includes(ids[0] ?? '')).length).toBeGreaterThan(5);
    expect((await log('api')).some((line) => line.includes('unexpected error'))).toBe(true);
    expect((await log('worker')).filter((line) => line.includes('"level":10')).length).toBeGreaterThan(0);
    expect(told([...canary.findIn(path('api.log')), ...canary.findIn(path('worker.log'))])).toEqual([]);
  });

  it('is in no metric and in no trace', () => {
    expect(metrics).toContain('gongmun_http_requests_total');
    expect(metrics).toContain('gongmun_notices');
    const traces = Buffer.concat(collector.received);
    expect(traces.includes(ids[0] ?? '')).toBe(true);
    expect(told([...canary.find('metrics', metrics), ...canary.find('traces', traces)])).toEqual([]);
  });

  /** A history with every payload decrypted and readable, so that nothing hides in base64. */
  const readable = (history: string): string =>
    history.replace(/"data": ?"([A-Za-z0-9+/=]+)"/g, (_, data: string) =>
      Buffer.from(data, 'base64').toString(),
    );
  const opened = async (id: string): Promise<string> => readable(await historyOf(engine, workflowIdOf(id)));

  it(
    'is in no history and no activity, opened with the keys',
    async () => {
      const found: Found[] = [];
      for (const id of ids) {
        const history = await opened(id);
        expect(history).toContain('EVENT_TYPE_MARKER_RECORDED');
        expect(history).not.toContain(Buffer.from('binary/encrypted').toString('base64'));
        found.push(...canary.find(`history of ${id}`, history));
      }
      for (const id of documents) {
        const workflowId = dispatchWorkflowIdOf(id);
        const runs: string[] = [];
        for await (const { runId } of engine.workflow.list({ query: `WorkflowId = "${workflowId}"` }))
          runs.push(await historyOf(engine, workflowId, runId));
        // One that delivered, and those that the sweep started for the disposal.
        expect(runs.length).toBeGreaterThan(1);
        const histories = readable(runs.join('\n'));
        for (const step of ['deliverToOffice', 'attendDispatch']) expect(histories).toContain(step);
        found.push(...canary.find(`dispatch of ${id}`, histories));
      }
      const carriers = await system
        .db('notices')
        .whereNotNull('carrier')
        .whereNot({ status: 'written' })
        .distinct('carrier')
        .limit(50);
      expect(carriers.length).toBeGreaterThan(0);
      for (const { carrier } of carriers) {
        const described = await engine.activity.getHandle(noticeActivityIdOf(carrier)).describe();
        found.push(...canary.find(`notice ${carrier}`, JSON.stringify(described)));
      }
      expect(told(found)).toEqual([]);
    },
    60_000 + SUBMISSIONS * 1_000,
  );

  it('stands encrypted in the engine, failures too, and its Web UI is told where it can be read', async () => {
    const late = ids.at(-1) ?? '';
    const kept = await keptHistoryOf(engine, workflowIdOf(late));
    expect(kept).toContain('"message": "Encoded failure"');
    for (const said of ['the step could not be taken now', '"Load the rows; validate, route, register"']) {
      expect(await opened(late)).toContain(said);
      expect(kept).not.toContain(said);
    }
    const settings = (await (await fetch(`${temporal.uiAddress}/api/v1/settings`)).json()) as {
      Codec: { Endpoint: string };
    };
    expect(settings.Codec.Endpoint).toBe(`${operations}/codec`);
    const events: { userMetadata?: { summary?: object } }[] = JSON.parse(kept).events;
    const payloads = events.flatMap(({ userMetadata }) => userMetadata?.summary ?? []);
    const answer = await fetch(`${settings.Codec.Endpoint}/decode`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-namespace': 'default',
        origin: temporal.uiAddress ?? '',
      },
      body: JSON.stringify({ payloads }),
    });
    const decoded = (await answer.json()) as { payloads: { data: string }[] };
    const summaries = decoded.payloads.map(({ data }) => Buffer.from(data, 'base64').toString());
    expect(summaries).toEqual(expect.arrayContaining(['"Load the rows; validate, route, register"']));
  });

  it("is in nothing that the engine wrote to its disk, nor in anybody's temporary files", async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await engine.connection.close();
    await temporal.stop();
    const database = await readFile(path('temporal.db'));
    const log = await readFile(path('temporal.db-wal')).catch(() => Buffer.alloc(0));
    expect(Buffer.concat([database, log]).includes(workflowIdOf(ids[0] ?? ''))).toBe(true);
    // The folder holds the database, its logs, the logs of all processes and their temporary files.
    expect(told(canary.findIn(dir))).toEqual([]);
  });

  // Of the campaign alone while rows and files hold what people wrote as they wrote it.
  if (process.env.GONGMUN_CANARY_ROWS === 'on')
    it('is in no row and no file but where it is looked for', async () => {
      const lines = (await dump(system.db)).map((line) => ({ line, table: line.split(' ')[0] ?? '' }));
      const closed = lines.filter(({ table }) => !OPEN_TABLES.includes(table));
      expect(closed.length).toBeGreaterThan(SUBMISSIONS * 10);
      const found = closed.flatMap(({ line, table }) => canary.find(table, line));
      const { files } = system.config;
      expect(told([...found, ...(files.kind === 'folder' ? canary.findIn(files.dir) : [])])).toEqual([]);
    });
});
