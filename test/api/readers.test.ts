import type { Route } from '../../api/route';
import { ROUTES } from '../../api/routes';
import { READINGS } from '../../domain/readings';
import type { Answer } from '../support/api-client';
import { documentsOf } from '../support/documents';
import { APP_ROLE } from '../support/parts';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

/** Stands in all that the party wrote and in the file's name. */
const MARK = '표지어';
const LETTER = { title: `${MARK} 질의`, body: `${MARK} 본문입니다.` };
const DECISION = { outcome: 'granted', reply: { title: `${MARK} 답변`, body: `${MARK} 회신합니다.` } };

/** What shows nothing of anybody's submission, or one's own things only. */
const OF_NO_SUBMISSION = [
  'listOffices',
  'readOffice',
  'readCalendar',
  'listForms',
  'readForm',
  'listFormVersions',
  'readFormVersion',
  'readMe',
  'readUpload',
  'readPartialUpload',
  'listDrafts',
  'readDraft',
  'readDraftProblems',
  'listSubmissions',
  'followDesk',
  'followMailbox',
  'readMailbox',
  'readMail',
  'printMail',
  'downloadMailAttachment',
  'listMailReceipts',
  'readMailReceipt',
  'printMailReceipt',
  'proveMailReceipt',
  'bundleMailReceipt',
  'listDeskViews',
  'listDelegations',
  'listOrganisations',
  'readOrganisation',
  'listOrganisationClaims',
  'listWebhooks',
  'listAuthorisations',
  // To an office it shows other people's: test/api/webhooks.test.ts looks at what is recorded.
  'listWebhookDeliveries',
  'listBatches',
  'readBatch',
  'readBatchResults',
  'readLadder',
  'listMembers',
  'readReaderPolicy',
  'readNoticeSettings',
  'readLatestCheckpoint',
  'readStatistics',
  'listExports',
  'readExport',
  'downloadExport',
  'readStatisticsTable',
  'listCheckpoints',
  'readCheckpoint',
  'listLeaves',
  // Of whichever submissions an audit found something: test/api/audit.test.ts looks at what is recorded.
  'listAuditRuns',
  'readAuditRun',
  'listRegisters',
  'readHealth',
  'listFailedMails',
  'listFailedDeliveries',
  'proveInclusion',
  'proveConsistency',
];

/** Who, without being the party, may call what shows something of a submission; given for every such route. */
const READER: Record<string, string | null> = {
  readSubmission: 'handler1',
  followSubmission: 'handler1',
  readContent: 'handler1',
  downloadAttachment: 'handler1',
  readCommand: 'handler1',
  listReceipts: 'handler1',
  readReceipt: 'handler1',
  printReceipt: 'handler1',
  readDecision: 'handler1',
  readTimeline: 'handler1',
  readVersions: 'handler1',
  readNotes: 'handler1',
  readLinks: 'handler1',
  readDesk: 'handler1',
  listDisposals: 'handler1',
  listSurveyAnswers: 'handler1',
  listFilings: 'records-labor',
  auditSubmissions: 'auditor',
  listCommands: 'auditor',
  listAccesses: 'auditor',
  listNotices: 'auditor',
  readTrail: 'auditor',
  readProcedure: 'operator',
  readHistory: 'auditor',
  readRegister: 'auditor',
  checkHistory: 'auditor',
  listOfficialDocuments: 'handler1',
  readDocument: 'handler1',
  listDeliveries: 'handler1',
  printDocument: 'handler1',
  previewDocument: 'handler1',
  downloadDocumentAttachment: 'handler1',
  listDocumentReceipts: 'handler1',
  readDocumentReceipt: 'handler1',
  proveDocumentReceipt: 'handler1',
  printDocumentReceipt: 'handler1',
  bundleDocumentReceipt: 'handler1',
  packageDocument: 'handler1',
  readProof: 'handler1',
  readReceiptBundle: 'handler1',
  bundleSubmission: 'handler1',
  packageRecord: 'handler1',
  checkEvidence: null,
  trackSubmission: null,
  // The party's alone, and for a sender at the counter what an official hands over.
  listReaders: 'registrar',
};

const OF_DOCUMENTS = [
  'listOfficialDocuments',
  'readDocument',
  'listDeliveries',
  'printDocument',
  'previewDocument',
  'downloadDocumentAttachment',
  'listDocumentReceipts',
  'readDocumentReceipt',
  'proveDocumentReceipt',
  'printDocumentReceipt',
  'bundleDocumentReceipt',
  'packageDocument',
];

describe('every reading by anyone but the party', () => {
  let system: System;
  let submission: string;
  let trackingCode: string;
  let atCounter: string;
  let filed: string;
  let file: string;
  let evidence: { id: string; digest: string };
  let document: string;
  let documentFile: string;
  let documentEvidence: string;
  beforeAll(async () => {
    system = await startSystem();
    const minji = system.as('minji');
    file = (await minji.upload(`${MARK}.txt`, `${MARK} 자료`)).body.id;
    const sent = await minji.submit({
      letter: LETTER,
      office: 'haneul-civil',
      attachments: [{ upload: file }],
    });
    submission = sent.body.submission.id;
    trackingCode = sent.body.submission.trackingCode;
    evidence = sent.body.receipt;
    await system.as('handler1').act(submission, 'openings', {});
    const decided = await system.as('handler1').act(submission, 'decisions', DECISION);
    expect(decided.status).toBe(200);
    const said = { rating: 4, comment: `${MARK} 의견` };
    expect((await minji.post(`/v1/submissions/${submission}/survey`, said)).status).toBe(201);
    const hold = { reason: 'audit', words: '사유' };
    expect((await system.as('registrar').act(submission, 'holds', hold)).status).toBe(200);
    await system.db('offices').where({ code: 'labor-saebyeok' }).update({ records: 'connector' });
    filed = (await minji.submit({ letter: LETTER, office: 'labor-saebyeok' })).body.submission.id;
    const intake = {
      channel: 'in_person',
      receivedAt: new Date().toISOString(),
      sender: { name: `${MARK} 방문자` },
      letter: LETTER,
    };
    const taken = await system.as('registrar').post('/v1/offices/haneul-civil/intakes', intake);
    atCounter = taken.body.submission.id;
    expect(taken.body.links).toEqual([expect.objectContaining({ other: submission })]);
    documentFile = (await system.as('handler1').upload(`${MARK}.txt`, `${MARK} 붙임`)).body.id;
    const own = { title: `${MARK} 공문`, attachments: [{ upload: documentFile }] };
    document = await documentsOf(system).registered(own);
    documentEvidence = (await system.db('evidences').where({ document_id: document }).first('id')).id;
    const unsealed = () => system.db('log_queue').where({ kind: 'evidence' });
    expect(await until(unsealed, (rows) => rows.length === 0)).toEqual([]);
  });
  afterAll(() => system.stop());

  const shownBy = ({ operation }: Route): string =>
    OF_DOCUMENTS.includes(operation)
      ? document
      : ({ listFilings: filed, listReaders: atCounter }[operation] ?? submission);
  const pathOf = (route: Route): string =>
    route.path
      .replace('/track/:code', `/track/${trackingCode}`)
      .replace(':id', shownBy(route))
      .replace(
        ':code',
        ['listDisposals', 'listSurveyAnswers', 'listOfficialDocuments'].includes(route.operation)
          ? 'haneul-civil'
          : 'labor-saebyeok',
      )
      .replace(':digest', evidence.digest)
      .replace(':evidence', OF_DOCUMENTS.includes(route.operation) ? documentEvidence : evidence.id)
      .replace(':file', OF_DOCUMENTS.includes(route.operation) ? documentFile : file)
      .replace(':seq', '1')
      .replace(':office', 'haneul-civil')
      .replace(':year', String(new Date().getFullYear()));
  const read = (route: Route): Promise<Answer> =>
    system.as(READER[route.operation] ?? null).get(pathOf(route));
  const entriesOn = async (id: string): Promise<Record<string, unknown>[]> => {
    const { rows } = await system.db.raw(
      `SELECT * FROM audit_entries WHERE submission_id = :id OR subjects @> to_jsonb(CAST(:id AS text))
       ORDER BY id`,
      { id },
    );
    return rows;
  };
  const GETS = ROUTES.filter((route) => route.method === 'get');
  const SHOWING = GETS.filter(({ operation }) => !OF_NO_SUBMISSION.includes(operation));

  it('is looked at here, route by route', () => {
    const named = [...OF_NO_SUBMISSION, ...Object.keys(READER)];
    expect(GETS.map(({ operation }) => operation).filter((operation) => !named.includes(operation))).toEqual(
      [],
    );
    expect(named.filter((name) => !GETS.some(({ operation }) => operation === name))).toEqual([]);
  });

  it.each(SHOWING.map((route) => [route.operation, route] as const))(
    '%s is recorded once, with who, in what capacity and for which office',
    async (operation, route) => {
      const before = await entriesOn(shownBy(route));
      const answer = await read(route);
      expect(answer.status).toBe(200);
      const added = (await entriesOn(shownBy(route))).slice(before.length);
      const who = READER[operation];
      const capacity = who === null ? 'anyone' : who === 'auditor' || who === 'operator' ? who : 'official';
      expect(added).toEqual([
        expect.objectContaining({
          actor: who === null ? 'anyone' : `demo-${who}`,
          capacity,
          office:
            capacity !== 'official' ? null : who === 'records-labor' ? 'labor-saebyeok' : 'haneul-civil',
          request_id: answer.headers.get('x-request-id'),
        }),
      ]);
      expect(Object.keys(READINGS)).toContain(added[0]?.action);
    },
  );

  it('is refused, without a byte of it, where it cannot be recorded', async () => {
    const revoke = (sql: string) => system.db.raw(`${sql} ??`, [APP_ROLE.name]);
    await revoke('REVOKE INSERT ON audit_entries FROM');
    try {
      for (const route of SHOWING) {
        const answer = await read(route);
        const said = Buffer.isBuffer(answer.body) ? answer.body.toString() : JSON.stringify(answer.body);
        expect([route.operation, answer.status, answer.body.code]).toEqual([
          route.operation,
          503,
          'access.not_recorded',
        ]);
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
        for (const secret of [MARK, submission, evidence.id, 'haneul-civil-'])
          expect(said).not.toContain(secret);
      }
      // What is one's own needs no record.
      expect((await system.as('minji').get(`/v1/submissions/${submission}/content`)).status).toBe(200);
    } finally {
      await revoke('GRANT INSERT ON audit_entries TO');
    }
  });

  it('is recorded too when an act is asked for again, and the answer shows how things stand now', async () => {
    const id = (await system.as('minji').submit({ letter: LETTER, office: 'haneul-civil' })).body.submission
      .id;
    const { etag } = await system.as('registrar').get(`/v1/submissions/${id}`);
    const open = () =>
      system.as('registrar').post(`/v1/submissions/${id}/openings`, {}, { key: `again-${id}`, etag });
    expect((await open()).status).toBe(200);
    const before = await entriesOn(id);
    expect((await open()).status).toBe(200);
    const added = (await entriesOn(id)).slice(before.length);
    expect(added).toMatchObject([
      { actor: 'demo-registrar', action: 'read_commands', office: 'haneul-civil' },
    ]);
  });

  it('tells of the others too that a list of links or of suspected duplicates showed', async () => {
    const before = (await entriesOn(submission)).length;
    await system.as('registrar').get(`/v1/submissions/${atCounter}/links`);
    const added = (await entriesOn(submission)).slice(before);
    expect(added).toMatchObject([{ submission_id: atCounter, subjects: [submission], action: 'read_links' }]);
    const shownAtIntake = (await entriesOn(submission)).filter(
      (entry) => entry.submission_id === atCounter && entry.actor === 'demo-registrar',
    );
    expect(shownAtIntake.length).toBeGreaterThan(1);
  });
});

describe('the party', () => {
  let system: System;
  let submission: string;
  let file: string;
  beforeAll(async () => {
    system = await startSystem();
    const minji = system.as('minji');
    file = (await minji.upload('자료.txt', '자료')).body.id;
    const sent = await minji.submit({
      letter: LETTER,
      office: 'haneul-civil',
      attachments: [{ upload: file }],
    });
    submission = sent.body.submission.id;
  });
  afterAll(() => system.stop());

  const readers = async (query = '', who = 'minji') =>
    system.as(who).get(`/v1/submissions/${submission}/readers${query}`);
  const office = { code: 'haneul-civil', name: { ko: expect.any(String), en: expect.any(String) } };

  it('sees nobody while nobody has read', async () => {
    expect((await readers()).body).toEqual({ items: [] });
  });

  it('sees who opened what and when, for which office, in words; auditors by their capacity', async () => {
    const handler = system.as('handler1');
    await handler.act(submission, 'openings', {});
    await handler.get(`/v1/submissions/${submission}/attachments/${file}`);
    await system.as('auditor').get(`/v1/submissions/${submission}/commands`);
    await system.as('operator').get(`/v1/submissions/${submission}/procedure`);
    const { body } = await readers();
    expect(body.items.map((item: { action: string }) => item.action)).toEqual([
      'read_submission',
      'open',
      'read_attachment',
      'read_audit',
      'read_procedure',
    ]);
    const official = { capacity: 'official', office, name: null, at: expect.any(String) };
    expect(body.items[1]).toEqual({ ...official, action: 'open', words: READINGS.open, subject: null });
    expect(body.items[2]).toEqual({
      ...official,
      action: 'read_attachment',
      words: READINGS.read_attachment,
      subject: file,
    });
    expect(body.items[3]).toMatchObject({ capacity: 'auditor', office: null, name: null });
    expect(body.items[4]).toMatchObject({ capacity: 'operator', office: null, name: null });
    expect(JSON.stringify(body)).not.toMatch(/demo-|박|김/);
  });

  it('pages through them', async () => {
    const all = (await readers()).body.items;
    const first = (await readers('?limit=2')).body;
    const second = (await readers(`?limit=100&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items]).toEqual(all);
    expect(second.nextCursor).toBeUndefined();
    expect(await readers('?cursor=x')).toMatchObject({ status: 400, body: { code: 'cursor.invalid' } });
    expect((await readers('?limit=0')).status).toBe(400);
  });

  it('is told names by an office that names its readers, of what is read from then on', async () => {
    const path = '/v1/offices/haneul-civil/reader-policy';
    const none = { office: 'haneul-civil', namesReaders: false, since: null };
    expect((await system.as('handler1').get(path)).body).toEqual(none);
    for (const who of ['handler1', 'minji', 'auditor'])
      expect((await system.as(who).post(path, { namesReaders: true })).status).toBe(403);
    const before = (await readers()).body.items.length;
    await system
      .db('office_members')
      .insert({ office: 'haneul-civil', person: 'demo-admin', roles: ['office_admin'] })
      .onConflict(['office', 'person'])
      .merge();
    const set = await system.as('admin').post(path, { namesReaders: true });
    expect(set).toMatchObject({ status: 201, body: { namesReaders: true, since: expect.any(String) } });
    await system.as('handler1').get(`/v1/submissions/${submission}/content`);
    await system.as('auditor').get(`/v1/submissions/${submission}`);
    const { name } = await system.db('people').where({ id: 'demo-handler1' }).first('name');
    const named = (await readers()).body.items.map((item: { name: string | null }) => item.name);
    expect(named.slice(0, before)).toEqual(Array(before).fill(null));
    expect(named.slice(before)).toEqual([name, null]);
    expect((await system.as('admin').post(path, { namesReaders: true })).body).toEqual(set.body);
    expect((await system.as('admin').post(path, { namesReaders: false })).body).toEqual(none);
    await system.as('admin').post(path, { namesReaders: true });
    expect((await readers()).body.items[before].name).toBeNull();
    const recorded = await system.db('audit_entries').where({ action: 'set_reader_policy' }).orderBy('id');
    expect(recorded.map(({ actor, subjects }) => [actor, ...subjects])).toEqual([
      ['demo-admin', 'haneul-civil', 'names'],
      ['demo-admin', 'haneul-civil', 'names'],
      ['demo-admin', 'haneul-civil', 'no names'],
      ['demo-admin', 'haneul-civil', 'names'],
    ]);
  });

  it('alone is told, and whoever else belongs to the organisation that sent it', async () => {
    expect((await readers('', 'handler1')).status).toBe(403);
    expect((await readers('', 'auditor')).status).toBe(403);
    expect((await readers('', 'junho')).status).toBe(404);
  });

  it('sees of a page of several offices the one for which its document was shown', async () => {
    await system
      .db('office_members')
      .insert({ office: 'haneul-food', person: 'demo-handler1', roles: ['handler'] });
    const other = (await system.as('minji').submit({ letter: LETTER, office: 'haneul-food' })).body.submission
      .id;
    const desk = await system.as('handler1').get('/v1/desk');
    expect(desk.body.items.map(({ id }: { id: string }) => id).sort()).toEqual([submission, other].sort());
    const last = (await readers('?limit=1000')).body.items.at(-1);
    expect(last).toMatchObject({ action: 'list', office, subject: null });
    const { body } = await system.as('minji').get(`/v1/submissions/${other}/readers`);
    expect(body.items).toMatchObject([{ action: 'list', office: { code: 'haneul-food' } }]);
  });
});
