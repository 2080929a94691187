import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDepsOf, findFaults } from '../support/audited';
import { DRAFT, documentsOf, OFFICE } from '../support/documents';
import { findPdfsig } from '../support/pdfsig';
import { postFile } from '../support/post-file';
import { type System, startSystem } from '../support/system';

const LINE = { reviewers: ['demo-handler2'], approver: 'demo-approver' };

describe('an official document of an office', () => {
  let system: System;
  let documents: ReturnType<typeof documentsOf>;
  const log: string[] = [];
  beforeAll(async () => {
    system = await startSystem({ logTo: { write: (line) => log.push(line) } });
    documents = documentsOf(system);
  });
  afterAll(() => system.stop());

  const events = async (id: string): Promise<unknown[]> => {
    const { body } = await system.as('handler1').get(documents.path(id, '/receipts'));
    return body.items.map(({ evidence }: { evidence: { event: string } }) => evidence.event);
  };

  it('is drafted, edited, agreed to in turn, registered under the number of what the office sends', async () => {
    const upload = (await system.as('handler1').upload('안내.txt', '제설 요령')).body.id;
    const drafted = await documents.draft({ attachments: [{ upload }], via: '하늘시장' });
    expect(drafted.status).toBe(201);
    const { id } = drafted.body;
    expect(drafted.body).toMatchObject({
      state: 'draft',
      version: 1,
      number: null,
      recipients: DRAFT.recipients,
    });

    const stale = await documents.act(id, 'edits', 'handler1', DRAFT, { etag: '"7"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'document.changed', version: 1 } });
    const edited = await documents.act(id, 'edits', 'handler2', {
      ...DRAFT,
      title: '제설 협조 요청',
      attachments: [{ upload }],
    });
    expect(edited.body).toMatchObject({ version: 2, head: { title: '제설 협조 요청', via: null } });
    expect(edited.body.attachments).toHaveLength(1);
    expect(await events(id)).toEqual([]);

    const proposed = await documents.act(id, 'proposals', 'handler1', LINE);
    expect(proposed.body).toMatchObject({ state: 'in_approval', allowed: ['agree', 'send_back'] });
    expect((await documents.act(id, 'edits', 'handler1', DRAFT)).body.code).toBe(
      'document.not_allowed_in_state',
    );
    expect((await documents.act(id, 'agreements', 'approver')).body.code).toBe('approval.not_your_turn');
    expect((await documents.act(id, 'agreements', 'registrar')).status).toBe(403);
    expect((await documents.act(id, 'agreements', 'handler2')).status).toBe(200);

    const sent = await documents.act(id, 'send-backs', 'approver', { words: '기간을 적어 주십시오.' });
    expect(sent.body).toMatchObject({ state: 'draft', line: [] });
    expect(sent.body.acts.at(-1)).toMatchObject({ kind: 'send_back', words: '기간을 적어 주십시오.' });

    await documents.act(id, 'proposals', 'handler1', LINE);
    await documents.act(id, 'agreements', 'handler2');
    const approved = await documents.act(id, 'agreements', 'approver');
    const year = new Date().getFullYear();
    expect(approved.body).toMatchObject({ state: 'registered', number: `${OFFICE}/${year}-1` });
    expect(await events(id)).toEqual([
      ...['DocumentProposed', 'DocumentReviewed', 'DocumentSentBack'],
      ...['DocumentProposed', 'DocumentReviewed', 'DocumentRegistered'],
    ]);
    const { body } = await system.as('auditor').get(documents.path(id, '/receipts'));
    const chain = body.items.map((one: { evidence: object; digest: string }) => one);
    expect(chain.map(({ evidence }: { evidence: { previous?: string } }) => evidence.previous)).toEqual([
      undefined,
      ...chain.slice(0, -1).map(({ digest }: { digest: string }) => digest),
    ]);
    expect(chain.at(-1).evidence).toMatchObject({
      submission: id,
      actor: { id: 'demo-approver', capacity: 'official', office: OFFICE },
      content: approved.body.contentDigest,
      facts: { number: approved.body.number, seq: 1, openness: 'open', recipients: 1 },
    });
    expect(JSON.stringify(body)).not.toContain('제설');
  });

  it('is not for strangers, and every refusal is recorded', async () => {
    const { id } = (await documents.draft()).body;
    expect((await documents.read(id, 'minji')).status).toBe(404);
    expect((await documents.read(id, 'handler-food')).status).toBe(404);
    expect((await documents.act(id, 'proposals', 'handler-food', LINE)).status).toBe(404);
    expect((await documents.draft({}, 'handler-food')).status).toBe(403);
    const alone = await documents.act(id, 'proposals', 'handler1', { approver: 'demo-handler2' });
    expect(alone).toMatchObject({ status: 422, body: { code: 'approval.line_invalid' } });
    const refused = await system.db('refusals').whereLike('kind', 'document_%').select('kind', 'code');
    expect(refused).toEqual(
      expect.arrayContaining([
        { kind: 'document_propose', code: 'not_found' },
        { kind: 'document_draft', code: 'permission.denied' },
        { kind: 'document_propose', code: 'approval.line_invalid' },
      ]),
    );
  });

  it.each([
    [
      'a level that is skipped',
      { body: [{ level: 2, text: 'x' }] },
      '/body/0/level',
      'document.level_skipped',
    ],
    ['nobody', { recipients: [{ kind: 'person', id: 'nobody' }] }, '/recipients/0', 'recipient.unknown'],
    ['itself', { recipients: [{ kind: 'office', id: OFFICE }] }, '/recipients/0', 'recipient.oneself'],
    [
      'somebody twice',
      { recipients: [...DRAFT.recipients, ...DRAFT.recipients] },
      '/recipients/1',
      'recipient.twice',
    ],
  ])('is not drafted with %s', async (_what, own, pointer, code) => {
    const { status, body } = await documents.draft(own);
    expect([status, body.faults?.map((fault: object) => fault)]).toMatchObject([400, [{ pointer, code }]]);
  });

  it('goes to the party of a submission, whom the official knows by nothing else', async () => {
    const sent = await system.as('junho').submit({ letter: { title: 'q', body: 'b' }, office: OFFICE });
    const { body } = await documents.draft({
      recipients: [{ kind: 'submission', id: sent.body.submission.id }],
    });
    expect(body.recipients).toEqual([{ kind: 'person', id: 'demo-junho' }]);
  });

  it('is agreed to by a colleague whom the roles were lent to, and evidence names both', async () => {
    const { id } = (await documents.draft({}, 'registrar')).body;
    await documents.act(id, 'proposals', 'registrar', { approver: 'demo-approver' });
    const lent = await system.as('approver').post('/v1/delegations', {
      ...{ office: OFFICE, to: 'demo-handler2', from: new Date(Date.now() - 1_000).toISOString() },
      until: new Date(Date.now() + 3_600_000).toISOString(),
    });
    expect(lent.status).toBe(201);
    const agreed = await documents.act(id, 'agreements', 'handler2');
    expect(agreed.body.state).toBe('registered');
    await system.as('approver').post(`/v1/delegations/${lent.body.id}/revocations`, {});
    const { body } = await system.as('handler1').get(documents.path(id, '/receipts'));
    expect(body.items.at(-1).evidence.actor).toEqual({
      ...{ id: 'demo-handler2', capacity: 'official', office: OFFICE, for: 'demo-approver' },
    });
  });

  it('takes numbers without a gap and without a second one, however many are approved at once', async () => {
    const before = await system.db('outgoing_series').where({ office: OFFICE }).first('last_seq');
    const ids = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const { id } = (await documents.draft()).body;
        await documents.act(id, 'proposals', 'handler1', { approver: 'demo-approver' });
        return id as string;
      }),
    );
    const answers = await Promise.all(
      ids.flatMap((id) => [1, 2].map(() => documents.act(id, 'agreements', 'approver'))),
    );
    const statuses = answers.map(({ status }) => status).filter((status) => status === 200);
    expect(statuses).toHaveLength(12);
    const rows = await system.db('outgoing_registrations').where({ office: OFFICE }).orderBy('seq');
    const seqs = rows.map(({ seq }: { seq: number }) => seq);
    expect(seqs).toEqual(Array.from({ length: before.last_seq + 12 }, (_, at) => at + 1));
    const [row] = rows;
    await expect(system.db('outgoing_registrations').where(row).update({ seq: 99 })).rejects.toThrow(
      /never changed/,
    );
  });

  it('is the same under its key, and other under another body', async () => {
    const first = await documents.draft({}, 'handler1', { key: 'doc-1' });
    const again = await documents.draft({}, 'handler1', { key: 'doc-1' });
    expect(again.body.id).toBe(first.body.id);
    expect((await documents.draft({ title: 'x' }, 'handler1', { key: 'doc-1' })).status).toBe(422);
  });

  it('is listed for its office, page by page', async () => {
    const path = `/v1/offices/${OFFICE}/official-documents?limit=5`;
    const first = await system.as('handler2').get(path);
    const second = await system.as('handler2').get(`${path}&cursor=${first.body.nextCursor}`);
    const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(10);
    expect((await system.as('minji').get(path)).status).toBe(403);
    expect((await system.as('handler-food').get(path)).status).toBe(403);
    expect((await system.as('auditor').get(`${path}&state=registered`)).body.items[0].state).toBe(
      'registered',
    );
  });

  describe('as PDF', () => {
    const pdfOf = async (own: object): Promise<Buffer> => {
      const id = await documents.registered(own);
      const answer = await system.as('handler1').get(documents.path(id, '/pdf'));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      const again = await system.as('handler1').get(documents.path(id, '/pdf'));
      expect(again.body.equals(answer.body)).toBe(true);
      return answer.body;
    };

    it.each([
      ['ko', '공문'],
      ['en', 'letter'],
    ])(
      'in %s is genuine to the verifier, with its evidence, and with one byte changed it is not',
      async (language) => {
        const pdf = await pdfOf({ language });
        const { body } = await postFile(system.url, pdf, { 'content-type': 'application/pdf' });
        expect(body).toMatchObject({ verdict: 'genuine', kind: 'pdf', faults: [] });
        expect(body.proved.join('\n')).toContain('DocumentRegistered');
        for (const part of [0.1, 0.35, 0.6, 0.95]) {
          const changed = Buffer.from(pdf);
          const at = Math.floor(pdf.length * part);
          changed[at] = (pdf[at] ?? 0) ^ 1;
          expect((await postFile(system.url, changed)).body.verdict).toBe('not_genuine');
        }
      },
    );

    const pdfsig = findPdfsig();
    (pdfsig === undefined ? it.skip : it)('is validly signed to poppler, as a whole', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'gongmun-document-'));
      const said = pdfsig?.(await pdfOf({}), dir);
      rmSync(dir, { recursive: true, force: true });
      expect(said).toContain('Signature Validation: Signature is Valid.');
      expect(said).toContain('- Total document signed');
    });

    it('is not made before it is approved', async () => {
      const { id } = (await documents.draft()).body;
      const answer = await system.as('handler1').get(documents.path(id, '/pdf'));
      expect(answer).toMatchObject({ status: 409, body: { code: 'document.not_registered' } });
    });
  });

  it('leaves records without fault, and no word of it in logs or evidence', async () => {
    const { found, looked } = await findFaults(await checkDepsOf(system));
    expect(found.filter(({ check }) => ['documents', 'orphans', 'log'].includes(check))).toEqual([]);
    expect(looked.documents).toBeGreaterThan(15);
    expect(log.join('')).not.toContain('제설');
    const { rows } = await system.db.raw(
      "SELECT count(*) AS count FROM evidences WHERE payload LIKE '%제설%'",
    );
    expect(rows[0].count).toBe(0);
  });
});

describe('documents that are dispatched at once, over a single connection of API and worker each', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ env: { DATABASE_POOL: '1' } });
  });
  afterAll(() => system.stop());

  it('are all sealed and sent, and arrive: an act takes one connection, however much it reads', async () => {
    const documents = documentsOf(system);
    const ids = await Promise.all([1, 2, 3, 4].map(() => documents.registered()));
    const answers = await Promise.all(ids.map((id) => documents.act(id, 'dispatches', 'handler1')));
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(ids.map(() => [200, undefined]));
    const id = await documents.dispatched({ recipients: [{ kind: 'office', id: 'haneul-food' }] });
    expect((await documents.deliveries(id))[0]).toMatchObject({ state: 'consigned' });
  });
});
