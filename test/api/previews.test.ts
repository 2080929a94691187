import { documentsOf } from '../support/documents';
import { postFile } from '../support/post-file';
import { type System, startSystem } from '../support/system';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'noted', reply: { title: '답변', body: '회신합니다.' } };
/** Where something of a preview could have been left behind. */
const TABLES = [
  'registrations',
  'outgoing_registrations',
  'evidences',
  'commands',
  'printed_documents',
  'files',
];

describe('a preview', () => {
  let system: System;
  let submission: string;
  beforeAll(async () => {
    system = await startSystem();
    submission = (await system.as('minji').submit(LETTER)).body.submission.id;
  });
  afterAll(() => system.stop());

  const rows = async () => {
    const counts = TABLES.map(async (table) => [table, (await system.db(table)).length]);
    return Promise.all(counts);
  };

  it.each(['ko', 'en'])(
    'of a decision is a PDF in %s that proves nothing and is kept nowhere',
    async (language) => {
      const before = await rows();
      const path = `/v1/submissions/${submission}/decision-previews?language=${language}`;
      const { status, headers, body } = await system.as('handler1').post(path, DECISION);
      expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(body.subarray(0, 5).toString()).toBe('%PDF-');
      expect(headers.get('content-security-policy')).toContain('sandbox');
      expect((await postFile(system.url, body, { 'content-type': 'application/pdf' })).body.verdict).not.toBe(
        'genuine',
      );
      expect(await rows()).toEqual(before);
      expect((await system.as('handler1').get(`/v1/submissions/${submission}`)).body.outcome).toBeNull();
    },
  );

  it('of a decision is for who may decide, and each is recorded as a look', async () => {
    const path = `/v1/submissions/${submission}/decision-previews`;
    for (const [who, status] of [
      ['registrar', 403],
      ['minji', 403],
      ['junho', 404],
    ] as const)
      expect([who, (await system.as(who).post(path, DECISION)).status]).toEqual([who, status]);
    const looks = async () =>
      (await system.db('audit_entries').where({ actor: 'demo-handler2', submission_id: submission })).length;
    const before = await looks();
    await system.as('handler2').post(path, DECISION);
    expect(await looks()).toBe(before + 1);
  });

  it('of an official document is there from the draft on, without a number', async () => {
    const documents = documentsOf(system);
    const { id } = (await documents.draft()).body;
    const before = await rows();
    const shown = await system.as('handler2').get(documents.path(id, '/preview'));
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const verdict = (await postFile(system.url, shown.body, { 'content-type': 'application/pdf' })).body
      .verdict;
    expect(verdict).not.toBe('genuine');
    expect(await rows()).toEqual(before);
    expect((await documents.read(id)).body).toMatchObject({ state: 'draft', number: null });
    expect((await system.as('handler-food').get(documents.path(id, '/preview'))).status).toBe(404);
  });
});
