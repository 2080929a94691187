import { freePort } from '../../local/free-port';
import type { CheckDeps } from '../../usecases/check-records';
import { checkDepsOf, findFaults } from '../support/audited';
import { disposalTamperings, keepTables, type Tampering } from '../support/disposal-tamperings';
import { documentsOf } from '../support/documents';
import { zip } from '../support/evidence/zip';
import { postFile } from '../support/post-file';
import { environmentOf, startProgram } from '../support/program';
import { verdictsOfPython } from '../support/python-verifier';
import { takeApart } from '../support/sealed-pdf';
import { type System, startSystem } from '../support/system';
import { tamper } from '../support/tamper';
import { until } from '../support/until';
import { unzip } from '../support/unzip';

const WORDS = { words: '사유를 적습니다.' };
const DESTROY = { decision: 'destroy', reason: 'period_over', ...WORDS };
const TEXT = '제설 요령을 붙입니다';

interface Due {
  id: string;
  file: string;
  mail: string;
  unread: string;
}

describe('the disposal of what an office sent', () => {
  let system: System;
  let documents: ReturnType<typeof documentsOf>;
  let deps: CheckDeps;
  beforeAll(async () => {
    system = await startSystem({ relay: { inspectEveryMs: 200 }, env: { NOTICES: 'off' } });
    documents = documentsOf(system);
    deps = await checkDepsOf(system);
  });
  afterAll(() => system.stop());

  const rowOf = (id: string) => system.db('official_documents').where({ id }).first();
  const faults = async () =>
    (await findFaults(deps, { settledAfterMs: { log: 1e15, archive: 1e15, engine: 1e15 } })).found.filter(
      ({ check }) => ['documents', 'orphans', 'files'].includes(check),
    );
  const factsOf = async (id: string, event: string) => {
    const evidence = await system.db('evidences').where({ document_id: id, event }).first();
    return JSON.parse(evidence.payload).facts;
  };
  /** What the API and both verifiers say of it, which is one. */
  async function saidOf(bytes: Buffer): Promise<{ verdict: string; proved: string }> {
    const { body } = await postFile(system.url, bytes);
    const keys = (await system.as(null).get('/.well-known/jwks.json')).body;
    expect(await verdictsOfPython([bytes], keys)).toEqual([body.verdict]);
    return { verdict: body.verdict, proved: body.proved.join('\n') };
  }
  /** Of a document's destruction: a sealed PDF like every receipt, with none of its words. */
  async function expectCertificate(id: string, evidence: { id: string }): Promise<void> {
    for (const language of ['ko', 'en']) {
      const path = documents.path(id, `/receipts/${evidence.id}/pdf?language=${language}`);
      const { status, body, headers } = await system.as('handler1').get(path);
      expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect((await system.as('auditor').get(path)).body.equals(body)).toBe(true);
      expect(JSON.parse(takeApart(body).receipt.toString()).evidence).toEqual(evidence);
      expect(await saidOf(body)).toEqual({ verdict: 'genuine', proved: expect.stringContaining('Disposed') });
      const changed = Buffer.from(body);
      changed[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
      expect((await saidOf(changed)).verdict).toBe('not_genuine');
    }
    const path = documents.path(id, `/receipts/${evidence.id}/pdf`);
    expect((await system.as('minji').get(path)).status).toBe(404);
    expect(await system.db('printed_documents').where({ evidence_id: evidence.id })).toEqual(
      ['en', 'ko'].map(() => expect.objectContaining({ words: false, content_key: null })),
    );
  }
  /** The entries of its package, genuine to all. */
  async function packageOf(id: string): Promise<Record<string, Buffer>> {
    const answer = await until(
      () => system.as('handler1').get(documents.path(id, '/package')),
      ({ status }) => status !== 202,
    );
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const said = await saidOf(answer.body);
    expect(said).toEqual({
      verdict: 'genuine',
      proved: expect.stringContaining('none left out between them'),
    });
    return unzip(answer.body);
  }
  const entryOf = ([name, contents]: [string, Buffer]) => ({ name, contents });
  const recipients = ['demo-minji', 'demo-junho'].map((id) => ({ kind: 'person', id }));
  /** Sent to two people with an attachment, opened by one; its retention is over. */
  async function due(): Promise<Due> {
    const file = (await system.as('handler1').upload('안내.txt', TEXT)).body.id;
    const id = await documents.dispatched({ attachments: [{ upload: file }], recipients });
    const lines = await documents.deliveries(id);
    const [mail, unread] = lines.map((one: { id: string }) => one.id);
    await system.as('minji').post(`/v1/mailbox/${mail}/openings`, {});
    await documents.fallsDue(id);
    return { id, file, mail, unread };
  }

  /** What an archive is given: all there is of it, in which nothing can be changed. */
  async function expectPackage({ id, file, mail }: Due): Promise<void> {
    const before = await packageOf(id);
    const metadata = JSON.parse(before['metadata.json']?.toString() ?? '');
    const { body } = await documents.read(id);
    expect(metadata).toMatchObject({
      record: {
        ...{ identifier: id, type: 'official_document', contentDigests: [body.contentDigest] },
        registrations: [{ number: body.number, office: 'haneul-civil' }],
        components: [{ identifier: file, format: 'text/plain' }],
      },
      agents: { office: 'haneul-civil', drafter: 'demo-handler1' },
      business: {
        state: 'dispatched',
        deliveries: [{ delivery: mail, person: 'demo-minji' }, { person: 'demo-junho' }],
      },
      disposition: { retentionClass: 'years', retentionYears: 5, rule: 'kr', status: 'transfer', holds: [] },
    });
    const receipts = await system.as('minji').get(`/v1/mailbox/${mail}/receipts`);
    expect(metadata.business.deliveries[0].lastReceipt).toBe(receipts.body.items.at(-1).digest);
    // It says nothing of what anybody wrote.
    expect(before['metadata.json']?.toString()).not.toMatch(/제설|안내|사유/);
    const bundle = unzip(before['bundle.zip'] ?? Buffer.alloc(0));
    const sealed = await system.as('handler1').get(documents.path(id, '/pdf'));
    const { sequence } = metadata.eventHistory.find(
      ({ event }: { event: string }) => event === 'DocumentRegistered',
    );
    expect(bundle[`receipts/000${sequence}-ko.pdf`]?.equals(sealed.body)).toBe(true);
    expect(bundle[`files/${file}`]?.toString()).toBe(TEXT);
    const texts = Object.entries(bundle).filter(([name]) => name.startsWith(`content/000${sequence}/`));
    expect(texts.map(([name]) => name.replace(/.*-/, ''))).toEqual([
      'body.txt',
      'recipients.txt',
      'title.txt',
    ]);
    expect(texts.at(-1)?.[1].toString()).toContain('제설');
    const handed = before['metadata.json'] ?? Buffer.alloc(0);
    const forged = Buffer.from(handed.toString().replace(`"sequence":${sequence}`, '"sequence":9'));
    expect(
      (await saidOf(zip(Object.entries({ ...before, 'metadata.json': forged }).map(entryOf)))).verdict,
    ).toBe('not_genuine');
  }
  /** What is left of it when the archive has it. */
  async function expectRest(id: string): Promise<void> {
    const after = await packageOf(id);
    expect(JSON.parse(after['metadata.json']?.toString() ?? '')).toMatchObject({
      record: { components: [], contentDigests: [(await documents.read(id)).body.contentDigest] },
      disposition: { status: 'done', destroyedAt: expect.any(String) },
    });
    const left = Object.keys(unzip(after['bundle.zip'] ?? Buffer.alloc(0)));
    expect(left.filter((name) => /^(content|files)/.test(name))).toEqual([]);
    for (const path of ['evidence', 'proofs'].map((folder) => `${folder}/0001.json`))
      expect(left).toContain(path);
    expect(left).toContain('receipts/0001-ko.pdf');
    expect((await system.as('minji').get(documents.path(id, '/package'))).status).toBe(404);
    const draft = (await documents.draft()).body.id;
    expect((await system.as('handler1').get(documents.path(draft, '/package'))).body.code).toBe(
      'document.not_registered',
    );
  }

  it('counts from the dispatch by its class, and not before it has left the mailboxes', async () => {
    const id = await documents.dispatched({ retention: { class: 'years', years: 1 } });
    const { dispatched_at, remove_at } = await system.db('dispatches').where({ document_id: id }).first();
    const { body } = await documents.read(id);
    // The mailbox keeps it for three years; a year, from the new year on, is less.
    expect(body).toMatchObject({
      retention: { class: 'years', years: 1 },
      disposal: 'none',
      disposeAt: remove_at.toISOString(),
    });
    const long = await documents.dispatched({ retention: { class: 'years', years: 10 } });
    const seoul = new Date(dispatched_at.getTime() + 9 * 3_600_000).getUTCFullYear();
    expect((await documents.read(long)).body.disposeAt).toBe(`${seoul + 10}-12-31T15:00:00.000Z`);
    expect(await factsOf(long, 'DocumentDispatched')).toMatchObject({
      ...{ retention: 'years:10', retentionRule: 'kr', disposeAt: `${seoul + 10}-12-31T15:00:00.000Z` },
    });
    const ever = await documents.dispatched({ retention: { class: 'permanent' } });
    expect((await documents.read(ever)).body.disposeAt).toBeNull();
    expect((await documents.draft({ retention: { class: 'years' } })).status).toBe(400);
  }, 60_000);

  it('comes to its date by the sweep where a process of an earlier release, which sets none, dispatched it', async () => {
    const id = await documents.dispatched();
    const { dispose_at, version } = await rowOf(id);
    await system.stopWorker();
    // All that such a process leaves behind; here the evidence goes on naming the date.
    await system.db('official_documents').where({ id }).update({ dispose_at: null });
    await system.db('dispatches').where({ document_id: id }).update({ next_due_at: null });
    await system.startWorker();
    const dated = await until(
      () => rowOf(id),
      (row) => row.dispose_at !== null,
    );
    expect(dated).toMatchObject({ dispose_at, version });
    const dispatch = await system.db('dispatches').where({ document_id: id }).first('next_due_at');
    expect(dispatch.next_due_at).toEqual(dispose_at);
    // What is kept for ever has none.
    const undated = system.db('official_documents').where({ state: 'dispatched', dispose_at: null });
    expect((await undated).map(({ retention }) => retention.class)).toEqual(['permanent']);
    expect(await faults()).toEqual([]);
  }, 60_000);

  it('is reviewed by a named person, destroys what was said, and leaves what proves', async () => {
    const { id, file, mail, unread } = await due();
    const { content_key: key } = await rowOf(id);
    const office = system.as('handler1');
    const listed = await office.get('/v1/offices/haneul-civil/official-documents?disposal=due');
    expect(listed.body.items.map((one: { id: string }) => one.id)).toContain(id);
    expect((await documents.act(id, 'disposal-reviews', 'handler1', DESTROY)).status).toBe(403);
    const before = await system.as('minji').get(`/v1/mailbox/${mail}/receipts`);
    const pdfs = await system
      .db('printed_documents')
      .whereIn('evidence_id', system.db('evidences').where({ document_id: id }).select('id'));
    expect(pdfs).toHaveLength(1);

    const reviewed = await documents.act(id, 'disposal-reviews', 'approver', DESTROY);
    expect(reviewed).toMatchObject({ status: 200, body: { disposal: 'approved' } });
    await documents.comesTo(id, 'done');

    const [opened] = await system.cipher.open([{ key, place: '', sealed: Buffer.alloc(40) }]);
    expect(opened).toBeUndefined();
    expect(await system.db('files').where({ document_id: id })).toEqual([]);
    expect(await system.db('official_document_contents').where({ document_id: id })).toEqual([]);
    expect(await system.db('document_acts').where({ document_id: id }).whereNotNull('sealed')).toEqual([]);
    const missing = { code: 'file.missing' };
    await expect(system.files.get({ key: `sealed/${file}`, under: null }, '')).rejects.toMatchObject(missing);
    await expect(system.files.get({ key: pdfs[0].file_key, under: null }, '')).rejects.toMatchObject(missing);

    const shown = await documents.read(id);
    expect(shown).toMatchObject({
      status: 200,
      body: { state: 'dispatched', disposal: 'done', head: null, body: [], attachments: [], allowed: [] },
    });
    expect(shown.body.number).toMatch(/^haneul-civil\//);
    expect((await office.get(documents.path(id, '/pdf'))).body.code).toBe('content.destroyed');
    const list = await office.get('/v1/offices/haneul-civil/official-documents?limit=100');
    expect(list.body.items.find((one: { id: string }) => one.id === id).title).toBeNull();
    expect((await documents.act(id, 'holds', 'registrar', { reason: 'audit', ...WORDS })).status).toBe(409);

    // The mailbox says so in plain words, and what proves is the same bytes as before.
    for (const [who, of] of [['minji', mail] as const, ['junho', unread] as const]) {
      const gone = await system.as(who).get(`/v1/mailbox/${of}`);
      expect(gone).toMatchObject({
        status: 410,
        body: { code: 'content.destroyed', detail: 'The content has been destroyed.' },
      });
    }
    const receipts = (await system.as('minji').get(`/v1/mailbox/${mail}/receipts`)).body.items;
    expect(receipts.slice(0, before.body.items.length)).toEqual(before.body.items);

    const certificate = (await office.get(documents.path(id, '/receipts'))).body.items.at(-1);
    expect(certificate.evidence).toMatchObject({
      event: 'Disposed',
      facts: {
        ...{ decision: 'destroy', reviewedBy: 'demo-approver', retention: 'years:5', retentionRule: 'kr' },
        ...{ documents: 1, files: 1, number: shown.body.number, digests: shown.body.contentDigest },
      },
    });
    const bytes = await office.get(documents.path(id, `/receipts/${certificate.evidence.id}`));
    const verified = await postFile(system.url, Buffer.from(JSON.stringify(bytes.body)));
    expect(verified.body.verdict).toBe('genuine');
    await expectCertificate(id, certificate.evidence);
    expect(await faults()).toEqual([]);
  }, 60_000);

  it('shows in a mailbox that still lists it that it was destroyed, and hands over nothing', async () => {
    const { id, mail, unread } = await due();
    await documents.act(id, 'disposal-reviews', 'approver', DESTROY);
    await documents.comesTo(id, 'done');
    // Else it would be removed once more.
    await system.stopWorker();
    await tamper(system.db, (tx) => tx('deliveries').where({ document_id: id }).update({ removed_at: null }));
    const list = await system.as('junho').get('/v1/mailbox');
    const line = list.body.items.find((one: { id: string }) => one.id === unread);
    expect(line).toMatchObject({ title: null, destroyedAt: expect.stringMatching(/Z$/) });
    expect((await system.as('minji').get(`/v1/mailbox/${mail}`)).body).toMatchObject({
      ...{ title: null, document: null, destroyedAt: line.destroyedAt },
    });
    expect((await system.as('junho').post(`/v1/mailbox/${unread}/openings`, {})).body.code).toBe(
      'content.destroyed',
    );
    await tamper(system.db, (tx) =>
      tx('deliveries')
        .where({ document_id: id })
        .update({
          removed_at: tx.raw(
            "(SELECT at FROM evidences e WHERE e.delivery_id = deliveries.id AND e.event = 'DocumentRemoved')",
          ),
        }),
    );
    await system.startWorker();
    expect(await faults()).toEqual([]);
  }, 60_000);

  it('is stopped by a hold until the last moment', async () => {
    const { id } = await due();
    const held = await documents.act(id, 'holds', 'registrar', { reason: 'litigation', ...WORDS });
    expect(held.body.holds).toHaveLength(1);
    expect((await documents.act(id, 'disposal-reviews', 'approver', DESTROY)).body.code).toBe(
      'document.not_allowed_in_state',
    );
    const [hold] = held.body.holds;
    const other = { hold: id, ...WORDS };
    expect((await documents.act(id, 'hold-releases', 'approver', other)).status).toBe(409);
    await documents.act(id, 'hold-releases', 'approver', { hold, ...WORDS });
    // Reviewed and, before anybody carries that out, held: nothing is destroyed.
    await system.stopWorker();
    await documents.act(id, 'disposal-reviews', 'approver', DESTROY);
    const again = await documents.act(id, 'holds', 'registrar', { reason: 'audit', ...WORDS });
    await system.startWorker();
    const attended = await until(
      () => system.db('dispatches').where({ document_id: id }).first('next_due_at'),
      ({ next_due_at }) => next_due_at === null,
    );
    expect(attended.next_due_at).toBeNull();
    expect(await rowOf(id)).toMatchObject({ disposal: 'approved', content_destroyed_at: null });
    expect(await faults()).toEqual([]);
    await documents.act(id, 'hold-releases', 'approver', { hold: again.body.holds[0], ...WORDS });
    await documents.comesTo(id, 'done');
    expect(await faults()).toEqual([]);
  }, 60_000);

  it('keeps it until a date that lies ahead, or gives it to an archive first', async () => {
    const given = await due();
    const { id } = given;
    const keep = { decision: 'keep', reason: 'still_needed', ...WORDS };
    const past = await documents.act(id, 'disposal-reviews', 'approver', { ...keep, until: '1990-01-01' });
    expect(past).toMatchObject({ status: 422, body: { code: 'disposal.until_not_ahead' } });
    const kept = await documents.act(id, 'disposal-reviews', 'approver', { ...keep, until: '2199-01-01' });
    expect(kept.body).toMatchObject({ disposal: 'none', disposeAt: '2198-12-31T15:00:00.000Z' });
    const next = await until(
      () => system.db('dispatches').where({ document_id: id }).first('next_due_at'),
      ({ next_due_at }) => next_due_at > new Date(),
    );
    expect(next.next_due_at).toEqual(new Date('2198-12-31T15:00:00Z'));
    expect(await faults()).toEqual([]);

    await documents.fallsDue(id);
    const transfer = { decision: 'transfer', reason: 'historical_value', archive: 'national-archives' };
    await documents.act(id, 'disposal-reviews', 'approver', { ...transfer, ...WORDS });
    expect((await documents.read(id)).body).toMatchObject({ disposal: 'transfer', head: expect.any(Object) });
    await expectPackage(given);
    await documents.act(id, 'transfer-confirmations', 'registrar', { number: 'NA-2031-7' });
    await documents.comesTo(id, 'done');
    expect(await factsOf(id, 'Disposed')).toMatchObject({
      ...{ decision: 'transfer', archive: 'national-archives', archivedAs: 'NA-2031-7' },
    });
    await expectRest(id);
    expect(await faults()).toEqual([]);
  }, 60_000);

  it('goes on where a worker that was killed left it, with its keys gone and its rows not', async () => {
    const { id } = await due();
    await system.stopWorker();
    // Whoever deletes the rows waits for the test: by then the keys are destroyed.
    await system.db.raw(`
      CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN OLD; END $$;
      CREATE TRIGGER held_up BEFORE DELETE ON official_document_contents FOR EACH ROW EXECUTE FUNCTION hold_up();
    `);
    const blocking = await system.db.transaction();
    await blocking.raw('SELECT pg_advisory_xact_lock(4711)');
    const worker = startProgram(
      'worker/main.ts',
      environmentOf(system.config, { NOTICES: 'off', METRICS_PORT: String(await freePort()) }),
    );
    await documents.act(id, 'disposal-reviews', 'approver', DESTROY);
    const { content_key: key } = await rowOf(id);
    const opened = () => system.cipher.open([{ key, place: '', sealed: Buffer.alloc(40) }]).catch(() => ['']);
    expect(await until(opened, ([found]) => found === undefined, 30_000)).toEqual([undefined]);
    worker.signal('SIGKILL');
    await worker.ended;
    await blocking.rollback();

    expect(await rowOf(id)).toMatchObject({ disposal: 'begun', content_destroyed_at: null });
    expect((await documents.read(id)).body).toMatchObject({ disposal: 'begun', head: null, body: [] });
    const list = await system.as('handler1').get('/v1/offices/haneul-civil/official-documents?limit=100');
    expect(list.status).toBe(200);
    expect((await faults()).filter(({ check }) => check === 'documents')).toEqual([]);
    await system.db.raw('DROP TRIGGER held_up ON official_document_contents; DROP FUNCTION hold_up()');
    await system.startWorker();
    await documents.comesTo(id, 'done');
    const ends = await system.db('evidences').where({ document_id: id, event: 'Disposed' });
    expect(ends).toHaveLength(1);
    expect(await faults()).toEqual([]);
  }, 120_000);

  describe('that was made', () => {
    let done: string;
    let kept: string;
    let tables: Awaited<ReturnType<typeof keepTables>>;
    const TABLES = [
      'official_documents',
      'evidences',
      'official_document_contents',
      'document_acts',
      'files',
    ];
    beforeAll(async () => {
      done = (await due()).id;
      kept = (await due()).id;
      await documents.act(kept, 'holds', 'registrar', { reason: 'audit', ...WORDS });
      await documents.act(done, 'disposal-reviews', 'approver', DESTROY);
      await documents.comesTo(done, 'done');
      await system.stopWorker();
      tables = await keepTables(system.db, TABLES);
    }, 60_000);

    const documentOf = (id: string) => ({ document_id: id });
    /** Every change somebody with the database makes, and what is said of it. */
    const TAMPERINGS: Tampering[] = [
      ...disposalTamperings({
        table: 'official_documents',
        contents: 'official_document_contents',
        owner: 'document_id',
      }),
      [
        'a certificate that was taken out',
        'done',
        (tx, id) =>
          tx('evidences')
            .where({ ...documentOf(id), event: 'Disposed' })
            .delete(),
        /has evidence_count/,
      ],
      [
        'a destruction that nobody decided',
        'kept',
        (tx, id) =>
          tx('official_documents')
            .where({ id })
            .update({ disposal: 'done', holds: [], content_destroyed_at: new Date() }),
        /has content_destroyed_at .* where the evidence leads to null/,
      ],
      [
        'content of another document in its place',
        'kept',
        (tx, id) =>
          tx('official_document_contents')
            .where(documentOf(id))
            .update({ sealed: Buffer.alloc(60, 7) }),
        /is not what was sealed in its place/,
      ],
      [
        'an attachment that was taken off it',
        'kept',
        (tx, id) => tx('files').where(documentOf(id)).update({ document_id: null }),
        /is not, with its attachments, what evidence/,
      ],
      [
        'content that is there again after its destruction',
        'done',
        (tx, id) => tx('official_document_contents').insert({ document_id: id, sealed: Buffer.alloc(60) }),
        /is there, though evidence says that it was destroyed/,
      ],
    ];

    it.each(TAMPERINGS)('is held against its evidence: finds %s', async (_, of, change, said) => {
      expect(await faults()).toEqual([]);
      await tamper(system.db, async (tx) => void (await change(tx, of === 'done' ? done : kept)));
      const found = await faults();
      await tables.restore();
      expect(found.map(({ what }) => what)).toContainEqual(expect.stringMatching(said));
      expect(await faults()).toEqual([]);
    });
  });
});
