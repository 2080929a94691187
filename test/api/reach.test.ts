import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Api, createApi } from '../../api/create-api';
import { createLog } from '../../api/log';
import type { Route } from '../../api/route';
import { ROUTES } from '../../api/routes';
import { type Db, openDatabase } from '../../db/knex';
import { withinReach } from '../../db/within-reach';
import { EVERYTHING, type Reach } from '../../domain/reach';
import { foldStatistics } from '../../usecases/fold-statistics';
import { type Answer, type ApiClient, createApiClient } from '../support/api-client';
import { documentsOf } from '../support/documents';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

let checksAreOff = false;

/** The application's own checks, which say yes to everything while they are switched off. */
jest.mock('../../domain/permissions', () => {
  const actual = jest.requireActual('../../domain/permissions');
  const unless =
    (name: string, answer: unknown) =>
    (...asked: unknown[]): unknown =>
      checksAreOff ? answer : actual[name](...asked);
  return {
    ...actual,
    authorise: unless('authorise', 'allowed'),
    mayAct: unless('mayAct', true),
    worksIn: unless('worksIn', true),
    isParty: unless('isParty', true),
    standsForParty: unless('standsForParty', true),
    holdsMandate: unless('holdsMandate', true),
  };
});
jest.mock('../../usecases/access-delivery', () => {
  const actual = jest.requireActual('../../usecases/access-delivery');
  const { findDelivery } = jest.requireActual('../../db/delivery-store');
  const { notFound } = jest.requireActual('../../usecases/take-command');
  const anybodys =
    (name: string) =>
    async (deps: { db: Db }, actor: unknown, id: string): Promise<unknown> => {
      if (!checksAreOff) return actual[name](deps, actor, id);
      const found = await findDelivery(deps.db, id);
      if (found === undefined) throw notFound();
      return found;
    };
  return {
    ...actual,
    requireDelivery: anybodys('requireDelivery'),
    requireOwnDelivery: anybodys('requireOwnDelivery'),
  };
});

/** Stands in everything that somebody wrote. */
const MARK = '표지어';
const LETTER = { title: `${MARK} 질의`, body: `${MARK} 본문입니다.` };
const DECISION = { outcome: 'granted', reply: { title: `${MARK} 답변`, body: `${MARK} 회신합니다.` } };

/** Who has nothing to do with any of it: a person, officials of other offices, and a records system. */
const STRANGERS = ['junho', 'handler-food', 'records-labor'] as const;

/**
 * What a permission alone stands before, for whoever holds it sees the rows of everybody and of none by name, and what
 * somebody names by a secret or a digest (decision 0051).
 */
const OF_EVERYBODY = ['listRegisters', 'readHealth', 'listFailedMails', 'listFailedDeliveries'];

describe("with the application's own checks switched off, on one connection to the database", () => {
  let system: System;
  let server: Server;
  let api: Api;
  let url: string;
  let ids: Record<'submission' | 'document' | 'mail' | 'draft' | 'export' | 'batch' | 'upload', string>;
  let file: string;
  let documentFile: string;
  let evidence: string;
  let secrets: string[];
  beforeAll(async () => {
    system = await startSystem();
    const minji = system.as('minji');
    file = (await minji.upload(`${MARK}.txt`, `${MARK} 자료`)).body.id;
    const upload = (await minji.upload(`${MARK}-2.txt`, `${MARK} 자료`)).body.id;
    const document = { letter: LETTER, office: 'haneul-civil' };
    const sent = await minji.submit({ ...document, attachments: [{ upload: file }] });
    const submission = sent.body.submission.id;
    evidence = sent.body.receipt.id;
    const handler = system.as('handler1');
    await handler.act(submission, 'openings', {});
    await handler.post(`/v1/submissions/${submission}/notes`, { body: `${MARK} 메모` });
    await handler.act(submission, 'decisions', DECISION);
    await minji.post(`/v1/submissions/${submission}/survey`, { rating: 4, comment: `${MARK} 의견` });
    await handler.post('/v1/desk-views', { name: MARK, query: {} });
    const intake = { channel: 'in_person', receivedAt: new Date().toISOString(), sender: { name: MARK } };
    await system.as('registrar').post('/v1/offices/haneul-civil/intakes', { ...intake, letter: LETTER });
    const draft = (await minji.post('/v1/drafts', document)).body.id;
    const exported = (await minji.post('/v1/exports', {})).body.id;
    const batch = (await minji.batch([document])).body.id;
    documentFile = (await handler.upload(`${MARK}.txt`, `${MARK} 붙임`)).body.id;
    const own = { title: `${MARK} 공문`, attachments: [{ upload: documentFile }] };
    const written = await documentsOf(system).dispatched(own);
    const mail = (await minji.get('/v1/mailbox')).body.items[0].id;
    await minji.post(`/v1/mailbox/${mail}/openings`, {});
    ids = { submission, document: written, mail, draft, export: exported, batch, upload };
    const done = await until(
      async () => (await minji.get(`/v1/batches/${batch}`)).body.status,
      (state) => state === 'done',
      30_000,
    );
    expect(done).toBe('done');
    secrets = [MARK, ...Object.values(ids), file, documentFile, evidence];

    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const database = { ...system.config.database, pool: 1 };
    api = await createApi({ ...system.config, database }, createLog('silent'));
    server.on('request', api.app);
    checksAreOff = true;
  }, 120_000);
  afterAll(async () => {
    checksAreOff = false;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await api.stop();
    await system.stop();
  });

  const as = (who: string): ApiClient => createApiClient(url, () => system.issuer.token(`demo-${who}`));
  const idFor = ({ path }: Route): string =>
    path.startsWith('/v1/official-documents/')
      ? ids.document
      : path.startsWith('/v1/mailbox/')
        ? ids.mail
        : path.startsWith('/v1/drafts/')
          ? ids.draft
          : path.startsWith('/v1/exports/')
            ? ids.export
            : path.startsWith('/v1/batches/')
              ? ids.batch
              : path.startsWith('/v1/uploads/')
                ? ids.upload
                : ids.submission;
  const pathOf = (route: Route): string =>
    route.path
      .replace(':id', idFor(route))
      .replace(':code', 'haneul-civil')
      .replace(':office', 'haneul-civil')
      .replace(':year', String(new Date().getFullYear()))
      .replace(':seq', '1')
      .replace(':evidence', evidence)
      .replace(':file', route.path.startsWith('/v1/submissions') ? file : documentFile);
  const said = ({ body }: Answer): string => (Buffer.isBuffer(body) ? body.toString() : JSON.stringify(body));

  const READING = ROUTES.filter(
    ({ method, permission, operation }) =>
      method === 'get' && permission !== 'public' && !OF_EVERYBODY.includes(operation),
  );
  it.each(READING.map((route) => [route.operation, route] as const))(
    '%s shows a stranger not one row of another',
    async (_operation, route) => {
      for (const who of STRANGERS) {
        const answer = await as(who).get(pathOf(route));
        expect([who, answer.status < 500]).toEqual([who, true]);
        for (const secret of secrets)
          expect([who, said(answer)]).toEqual([who, expect.not.stringContaining(secret)]);
        if (
          route.path.includes(':id') &&
          route.path.match(/submissions|documents|mailbox|drafts|exports|batches/)
        )
          expect([who, answer.status]).toEqual([who, 404]);
      }
    },
  );

  it('shows its owner the same, and whose office it is at', async () => {
    expect(said(await as('minji').get(`/v1/submissions/${ids.submission}/content`))).toContain(MARK);
    expect(said(await as('handler1').get(`/v1/submissions/${ids.submission}/content`))).toContain(MARK);
    expect((await as('minji').get(`/v1/mailbox/${ids.mail}`)).status).toBe(200);
    expect((await as('minji').get(`/v1/drafts/${ids.draft}`)).status).toBe(200);
    expect((await as('handler1').get(`/v1/official-documents/${ids.document}`)).status).toBe(200);
  });

  it('shows an auditor what happened, and of what parties wrote nothing', async () => {
    expect((await as('auditor').get(`/v1/submissions/${ids.submission}/commands`)).status).toBe(200);
    for (const what of ['content', `attachments/${file}`, 'versions', 'bundle']) {
      const answer = await as('auditor').get(`/v1/submissions/${ids.submission}/${what}`);
      expect([what, said(answer)]).toEqual([what, expect.not.stringContaining(MARK)]);
    }
  });

  it.each([
    ['openings', {}],
    ['decisions', DECISION],
    ['withdrawals', {}],
    ['notes', { body: '메모' }],
    ['survey', { rating: 1 }],
  ])('lets a stranger do nothing to another’s: %s', async (what, body) => {
    const before = await system.db('commands').where({ submission_id: ids.submission }).count();
    for (const who of STRANGERS) {
      const { etag } = await system.as('minji').get(`/v1/submissions/${ids.submission}`);
      const path = `/v1/submissions/${ids.submission}/${what}`;
      const answer = await as(who).post(path, body, { etag, wait: 0 });
      expect([who, answer.status]).toEqual([who, 404]);
    }
    expect(await system.db('commands').where({ submission_id: ids.submission }).count()).toEqual(before);
  });

  it('forgets who asked before, also when that failed', async () => {
    const own = `/v1/submissions/${ids.submission}`;
    const stranger = async () => (await as('junho').get(own)).status;
    expect((await as('minji').get(own)).status).toBe(200);
    expect(await stranger()).toBe(404);
    // Refused after it began, and rolled back.
    expect((await as('minji').post(`${own}/withdrawals`, {}, { etag: '"999"', wait: 0 })).status).toBe(412);
    expect(await stranger()).toBe(404);
    await system.db.raw('ALTER TABLE submission_contents RENAME TO submission_contents_away');
    try {
      expect((await as('minji').get(`${own}/content`)).status).toBe(500);
      expect(await stranger()).toBe(404);
    } finally {
      await system.db.raw('ALTER TABLE submission_contents_away RENAME TO submission_contents');
    }
    expect((await as('minji').get(`${own}/content`)).status).toBe(200);
  });

  describe('the tables themselves', () => {
    const nothingOf = (person: string): Reach => ({
      ...{ level: 'related', person, people: [person], organisations: [], offices: [], mandates: [] },
    });
    let db: Db;
    beforeAll(() => {
      db = openDatabase({ ...system.config.database, pool: 1, reach: 'nothing' });
    });
    afterAll(() => db.destroy());

    const withPolicy = async (): Promise<string[]> => {
      const { rows } = await system.db.raw('SELECT tablename AS name FROM pg_policies ORDER BY 1');
      return rows.map(({ name }: { name: string }) => name);
    };
    const countsIn = async (from: Db): Promise<Record<string, number>> => {
      const counts: Record<string, number> = {};
      for (const table of await withPolicy()) {
        const { rows } = await from.raw('SELECT count(*) AS count FROM ??', [table]);
        counts[table] = rows[0].count;
      }
      return counts;
    };

    it('show whoever has nothing no row, and the system each', async () => {
      // Without a row a table would prove nothing: what only supplements, offices' own records systems, broken uploads and
      // the hourly sums leave.
      const of = { submission_id: ids.submission };
      const command = await system.db('commands').where(of).first('id');
      const version = { version: 2, command_id: command.id, digest: 'digest', sealed: Buffer.from(MARK) };
      await system.db('content_versions').insert({ ...of, ...version });
      const filing = { id: ids.submission, leg: 1, office: 'haneul-civil', position: 1 };
      await system.db('filings').insert({ ...of, ...filing });
      const id = ids.submission;
      await system.db('partial_uploads').insert({
        ...{ id, owner: 'demo-minji', bytes: 2, received: 1, parts: 1, moved_at: new Date() },
        ...{ content_key: id, sealed: Buffer.from(MARK) },
      });
      await system.db('upload_parts').insert({ id, upload_id: id, begins: 0, bytes: 1, sha256: 'digest' });
      const queued = { submission_id: ids.submission, fact: 'end' };
      await system.db('statistics_queue').insert(queued).onConflict().ignore();
      await foldStatistics({ db: system.db, now: () => new Date() });
      await system.db('statistics_queue').insert(queued);
      const all = await countsIn(system.db);
      expect(Object.keys(all).filter((table) => all[table] === 0)).toEqual([]);
      expect(await countsIn(withinReach(db, EVERYTHING))).toEqual(all);
      const none = Object.fromEntries(Object.keys(all).map((table) => [table, 0]));
      expect(await countsIn(db)).toEqual(none);
      const stranger = await countsIn(withinReach(db, nothingOf('demo-sora')));
      expect(stranger).toEqual(none);
    });

    it('take what is in names for names', async () => {
      const names = [
        `x' OR true --`,
        '"}',
        '\\',
        `{"demo-minji"}`,
        `a","demo-minji`,
        `'; SET gongmun.reach = 'everything`,
      ];
      for (const name of names) {
        const reach = { ...nothingOf(name), organisations: [name], offices: [name], mandates: [name] };
        expect(await withinReach(db, reach)('submissions')).toEqual([]);
      }
    });

    it('show nothing on a connection whose reach ended: with its transaction, an error, a rollback', async () => {
      const minji = withinReach(db, nothingOf('demo-minji'));
      const settings = async () => {
        const { rows } =
          await db.raw(`SELECT pg_backend_pid() AS connection, current_setting('gongmun.reach') AS reach,
          current_setting('gongmun.person', true) AS person, current_setting('gongmun.people', true) AS people`);
        return rows[0];
      };
      // What was never said of a session is null, and what ended is empty.
      await minji('submissions');
      const { connection } = await settings();
      const ends: [string, () => Promise<unknown>][] = [
        ['a statement by itself', () => minji('submissions')],
        ['one that fails', () => minji.raw('SELECT 1 / 0').catch(() => {})],
        ['a transaction', () => minji.transaction((tx) => tx('submissions'))],
        [
          'one that is rolled back',
          () => minji.transaction(() => Promise.reject(new Error('no'))).catch(() => {}),
        ],
        [
          'one with a savepoint',
          () => minji.transaction((tx) => tx.transaction((inner) => inner('submissions'))),
        ],
        [
          'one that the database ended',
          () => minji.transaction((tx) => tx.raw('SELECT 1 / 0')).catch(() => {}),
        ],
      ];
      for (const [what, end] of ends) {
        await end();
        expect([what, await settings()]).toEqual([
          what,
          { connection, reach: 'nothing', person: '', people: '' },
        ]);
        expect([what, await db('submissions')]).toEqual([what, []]);
      }
      expect(await minji('submissions')).not.toEqual([]);
      const stranger = withinReach(minji, nothingOf('demo-sora'));
      expect(await stranger('submissions')).toEqual([]);
      expect((await stranger.raw('SELECT * FROM submissions')).rows).toEqual([]);
      expect(await stranger.transaction((tx) => tx('submissions'))).toEqual([]);
    });
  });
});
