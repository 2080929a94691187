import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalMail, startMail } from '../../local/mail';
import { checkDepsOf, findFaults } from '../support/audited';
import { dump } from '../support/dump';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const DAY = 86_400_000;
const COMPANY = '000-00-00017';
const FORM = 'information-disclosure-request';
const { example } = JSON.parse(readFileSync(join(__dirname, `../../forms/${FORM}.json`), 'utf8'));
/** Stands in all that is written, and in the name of the file. */
const MARK = '초안표지';
const LETTER = { letter: { title: `${MARK} 질의`, body: `${MARK} 본문` }, office: 'haneul-civil' };

describe('drafts', () => {
  let mail: LocalMail;
  let system: System;
  let clock: Date;
  beforeAll(async () => {
    mail = await startMail();
    clock = new Date();
    system = await startSystem({
      now: () => clock,
      env: { SMTP_URL: mail.smtpUrl },
      relay: { inspectEveryMs: 100 },
    });
    for (const who of ['minji', 'junho', 'sora']) await system.as(who).get('/v1/me');
  });
  afterAll(async () => {
    await system.stop();
    await mail.stop();
  });

  const save = (who: string, draft: object, options = {}) =>
    system.as(who).post('/v1/drafts', draft, options);
  const post = (who: string, id: string, what: string, body: object, etag?: string, key?: string) =>
    system.as(who).post(`/v1/drafts/${id}/${what}`, body, { etag, key });
  const read = (who: string, id: string) => system.as(who).get(`/v1/drafts/${id}`);
  const problems = async (who: string, id: string) =>
    (await system.as(who).get(`/v1/drafts/${id}/problems`)).body;
  const pointers = (body: { problems: { pointer: string }[] }) => body.problems.map(({ pointer }) => pointer);
  const rowOf = (id: string) => system.db('drafts').where({ id }).first();
  const upload = async (who: string) => (await system.as(who).upload(`${MARK}.txt`, `${MARK} 자료`)).body.id;
  const expectDestroyed = (key: string) =>
    expect(system.cipher.seal(key, 'anywhere', {})).rejects.toMatchObject({ code: 'content.destroyed' });
  const gone = async (id: string): Promise<unknown> =>
    until(
      async () => (await rowOf(id)) ?? 'gone',
      (row) => row === 'gone',
    );

  it('are kept however little is in them, listed, read and written anew by whoever saw them last', async () => {
    const saved = await save('minji', { letter: {} });
    expect([saved.status, saved.etag]).toEqual([201, '"1"']);
    expect(saved.headers.get('location')).toBe(`/v1/drafts/${saved.body.id}`);
    const { id } = saved.body;
    expect(saved.body).toMatchObject({
      form: null,
      letter: { title: '', body: '' },
      answers: null,
      leftOut: [],
    });
    expect(Date.parse(saved.body.removeAt) - clock.getTime()).toBe(30 * DAY);
    expect(pointers(await problems('minji', id))).toEqual(['/letter/title', '/letter/body', '/office']);

    expect((await post('minji', id, 'edits', LETTER)).status).toBe(428);
    const edited = await post('minji', id, 'edits', LETTER, '"1"');
    expect([edited.status, edited.etag]).toEqual([200, '"2"']);
    const stale = await post('minji', id, 'edits', { letter: {} }, '"1"');
    expect([stale.status, stale.body]).toMatchObject([412, { code: 'draft.changed', version: 2 }]);
    expect((await read('minji', id)).body).toMatchObject(LETTER);
    expect(await problems('minji', id)).toEqual({ ready: true, problems: [] });

    const form = (await save('minji', { form: { id: FORM } })).body;
    const first = await system.as('minji').get('/v1/drafts?limit=1');
    expect(first.body.items).toMatchObject([
      { id: form.id, title: null, formTitle: { en: expect.any(String) } },
    ]);
    const second = await system.as('minji').get(`/v1/drafts?limit=1&cursor=${first.body.nextCursor}`);
    expect(second.body.items).toMatchObject([{ id, title: LETTER.letter.title, version: 2 }]);
    expect(second.body.items[0].letter).toBeUndefined();
    for (const { id: own } of [form, edited.body])
      expect((await post('minji', own, 'removals', {})).status).toBe(200);
    expect((await system.as('minji').get('/v1/drafts')).body.items).toEqual([]);
  });

  it('are seen by nobody else, official or auditor', async () => {
    const { id } = (await save('minji', LETTER)).body;
    for (const who of ['junho', 'handler1', 'registrar', 'auditor', 'operator', 'admin']) {
      expect([who, (await read(who, id)).status]).toEqual([who, 404]);
      expect((await system.as(who).get(`/v1/drafts/${id}/problems`)).status).toBe(404);
      for (const [what, body] of [
        ['edits', LETTER],
        ['submissions', {}],
        ['removals', {}],
      ] as const)
        expect([who, what, (await post(who, id, what, body, '"1"')).status]).toEqual([who, what, 404]);
      expect((await system.as(who).get('/v1/drafts')).body.items).toEqual([]);
    }
    expect((await post('minji', id, 'removals', {})).status).toBe(200);
  });

  it('stand sealed in their rows, are found by no search and are told by no log', async () => {
    const attachment = await upload('minji');
    const { id } = (await save('minji', { ...LETTER, attachments: [{ upload: attachment }] })).body;
    await save('minji', { form: { id: FORM }, answers: { applicant: { name: MARK } } });
    const told = (await dump(system.db)).filter((line) => line.includes(MARK));
    expect(told).toEqual([]);
    expect(await system.db('search_terms').whereRaw("strpos(text, '초안표지') > 0")).toEqual([]);
    const entries = await system.db('audit_entries').where({ action: 'save_draft' }).orderBy('at', 'desc');
    expect(entries.find(({ subjects }) => subjects.includes(id))).toMatchObject({
      ...{ actor: 'demo-minji', capacity: 'party', submission_id: null, subjects: [id] },
    });
  });

  it('say what is missing, all at once, before they are sent', async () => {
    const { applicant, ...rest } = example;
    const answers = { ...rest, delivery: 'by pigeon' };
    const { id } = (await save('minji', { form: { id: FORM }, answers, office: 'haneul-civil' })).body;
    const told = await problems('minji', id);
    expect(told.ready).toBe(false);
    expect(pointers(told)).toEqual(expect.arrayContaining(['/answers/applicant', '/answers/delivery']));
    const sent = await post('minji', id, 'submissions', {}, '"1"');
    expect([sent.status, sent.body.code]).toEqual([400, 'answers.invalid']);
    expect(sent.body.faults.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers(told));
    expect((await read('minji', id)).body.version).toBe(1);
    const empty = (await save('minji', { form: { id: FORM } })).body.id;
    expect(pointers(await problems('minji', empty))).toContain('/answers/request');
    expect((await post('minji', empty, 'submissions', {}, '"1"')).body.code).toBe('answers.invalid');
    const letter = (await save('minji', { letter: { title: '제목' }, office: 'haneul-civil' })).body.id;
    const unfinished = await post('minji', letter, 'submissions', {}, '"1"');
    expect(unfinished).toMatchObject({
      ...{ status: 400, body: { code: 'letter.incomplete', faults: [{ pointer: '/letter/body' }] } },
    });
  });

  it('are sent like every document, once, and are gone with their keys', async () => {
    const attachment = await upload('minji');
    const draft = { form: { id: FORM }, answers: example, office: 'haneul-civil' };
    const saved = (
      await save('minji', { ...draft, attachments: [{ upload: attachment, name: 'reference' }] })
    ).body;
    expect(saved.attachments).toMatchObject([{ id: attachment, rule: 'reference', name: `${MARK}.txt` }]);
    const { id } = saved;
    const { content_key } = await rowOf(id);
    expect(await problems('minji', id)).toMatchObject({ problems: [{ code: 'attachment.type' }] });
    const pdf = (await system.as('minji').upload('a.pdf', smallPdf())).body.id;
    const attachments = [{ upload: pdf, name: 'reference' }];
    expect((await post('minji', id, 'edits', { ...draft, attachments }, '"1"')).status).toBe(200);
    expect(await problems('minji', id)).toEqual({ ready: true, problems: [] });

    const key = randomUUID();
    const [one, other] = await Promise.all(
      [0, 1].map(() => post('minji', id, 'submissions', {}, '"2"', key)),
    );
    const answers = [one, other].filter((answer) => answer?.status === 201);
    expect(answers.length).toBeGreaterThan(0);
    const again = await post('minji', id, 'submissions', {}, '"2"', key);
    const submission = answers[0]?.body.submission.id;
    expect([again.status, again.body.submission.id, again.body.receipt]).toMatchObject([
      ...[201, submission, { event: 'SubmissionAcceptance' }],
    ]);
    expect((await read('minji', id)).status).toBe(404);
    expect((await post('minji', id, 'submissions', {}, '"2"')).status).toBe(404);
    const content = await system.as('minji').get(`/v1/submissions/${submission}/content`);
    expect(content.body).toMatchObject({ answers: example, attachments: [{ id: pdf, rule: 'reference' }] });
    expect(await gone(id)).toBe('gone');
    await expectDestroyed(content_key);
    // The file that was taken out of the draft is free again.
    const free = { letter: LETTER.letter, office: 'haneul-civil', attachments: [{ upload: attachment }] };
    expect((await system.as('minji').submit(free)).status).toBe(201);
  });

  it('hold their uploads: no other document takes them, and they go with the draft', async () => {
    const attachment = await upload('minji');
    const attachments = [{ upload: attachment }];
    const { id } = (await save('minji', { ...LETTER, attachments })).body;
    const { body: taken } = await system.as('minji').submit({ ...LETTER, attachments });
    expect(taken.faults).toMatchObject([
      { pointer: '/attachments/0/upload', code: 'attachment.already_used' },
    ]);
    const twice = await save('minji', { ...LETTER, attachments });
    expect(twice.body.faults).toMatchObject([{ code: 'attachment.already_used' }]);
    const foreign = await save('junho', { ...LETTER, attachments });
    expect(foreign.body.faults).toMatchObject([{ code: 'attachment.unknown' }]);
    const same = await save('minji', { ...LETTER, attachments: [...attachments, ...attachments] });
    expect(same.body.faults).toMatchObject([
      { pointer: '/attachments/0/upload' },
      { pointer: '/attachments/1/upload' },
    ]);

    const file = await system.db('files').where({ id: attachment }).first();
    const place = { key: `sealed/${attachment}`, under: file.content_key };
    const key = randomUUID();
    expect((await post('minji', id, 'removals', {}, undefined, key)).status).toBe(200);
    expect((await post('minji', id, 'removals', {}, undefined, key)).body).toEqual({ id });
    expect(await rowOf(id)).toBeUndefined();
    expect(await system.db('files').where({ id: attachment })).toEqual([]);
    await expectDestroyed(file.content_key);
    const bare = { key: place.key, under: null };
    await expect(system.files.get(bare, file.sha256)).rejects.toMatchObject({ code: 'file.missing' });
  });

  it('are of a form that exists, for whoever the writer may send for', async () => {
    const unknown = await save('minji', { form: { id: 'no-such-form' } });
    expect(unknown.body).toMatchObject({ code: 'form.unknown', faults: [{ pointer: '/form/id' }] });
    for (const wrong of [{}, { form: { id: FORM }, letter: {} }, { letter: {}, answers: {} }])
      expect((await save('minji', wrong)).status).toBe(400);
    expect((await save('minji', { letter: { body: 'x'.repeat(100_001) } })).status).toBe(400);
    expect((await save('minji', { form: { id: FORM }, answers: { a: 'x'.repeat(1_100_000) } })).status).toBe(
      413,
    );
    const foreign = await save('minji', { ...LETTER, organisation: COMPANY });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'organisation.not_a_member']);

    // A member who may no longer send keeps what they wrote, and cannot send it.
    const { id } = (await save('sora', { ...LETTER, organisation: COMPANY })).body;
    const membership = system
      .db('organisation_members')
      .where({ person: 'demo-sora', organisation: COMPANY });
    await membership.clone().update({ roles: ['read'] });
    expect(await problems('sora', id)).toMatchObject({
      ...{ ready: false, problems: [{ pointer: '/organisation', code: 'organisation.not_a_member' }] },
    });
    expect((await post('sora', id, 'submissions', {}, '"1"')).status).toBe(403);
    await membership.clone().update({ roles: ['submit', 'read', 'manage'] });
    const sent = await post('sora', id, 'submissions', {}, '"1"');
    expect(sent.body.submission).toMatchObject({ organisation: COMPANY });
  });

  describe('that are shared in an organisation', () => {
    const SHARED = { ...LETTER, organisation: COMPANY, shared: true };
    const join = (person: string, ...roles: string[]) =>
      system
        .db('organisation_members')
        .insert({ organisation: COMPANY, person: `demo-${person}`, roles })
        .onConflict(['organisation', 'person'])
        .merge();
    beforeAll(async () => {
      await system.as('handler2').get('/v1/me');
      await join('junho', 'submit');
      await join('handler2', 'read');
    });
    afterAll(() => system.db('organisation_members').whereNot({ person: 'demo-sora' }).delete());

    it('are seen by its members, written in turn by those who submit, and no one else is told of them', async () => {
      const attachments = [{ upload: await upload('sora') }];
      const { id } = (await save('sora', { ...SHARED, attachments })).body;
      const alone = (await save('sora', { ...LETTER, organisation: COMPANY })).body.id;
      for (const who of ['junho', 'handler2']) {
        const seen = await read(who, id);
        expect([seen.status, seen.etag]).toEqual([200, '"1"']);
        expect(seen.body).toMatchObject({
          ...{ ...LETTER, organisation: COMPANY, shared: true, changedBy: { id: 'demo-sora' } },
          attachments: [{ id: attachments[0]?.upload }],
        });
        expect((await read(who, alone)).status).toBe(404);
        const { items } = (await system.as(who).get('/v1/drafts')).body;
        const ids = items.map((line: { id: string }) => line.id);
        expect([ids.includes(id), ids.includes(alone)]).toEqual([true, false]);
      }
      for (const who of ['minji', 'auditor', 'handler1']) expect((await read(who, id)).status).toBe(404);
      for (const [what, body] of [
        ['edits', SHARED],
        ['submissions', {}],
        ['removals', {}],
      ] as const) {
        const reader = await post('handler2', id, what, body, '"1"');
        expect([what, reader.status, reader.body.code]).toEqual([what, 403, 'organisation.not_a_member']);
        expect([what, (await post('minji', id, what, body, '"1"')).status]).toEqual([what, 404]);
      }
      // Each adds to what waits in it already, whoever brought that.
      const both = [...attachments, { upload: await upload('junho') }];
      const edited = await post('junho', id, 'edits', { ...SHARED, attachments: both }, '"1"');
      expect(edited.body).toMatchObject({ version: 2, changedBy: { id: 'demo-junho' } });
      expect(edited.body.changedBy.name).toMatch(/./);
      const late = await post('sora', id, 'edits', SHARED, '"1"');
      expect([late.status, late.body]).toMatchObject([412, { code: 'draft.changed', version: 2 }]);
      const sent = await post('junho', id, 'submissions', {}, '"2"');
      expect(sent.body.submission).toMatchObject({ organisation: COMPANY, state: 'registered' });
      const { attachments: arrived } = (
        await system.as('sora').get(`/v1/submissions/${sent.body.submission.id}/content`)
      ).body;
      expect(arrived).toHaveLength(2);
      expect((await read('sora', id)).status).toBe(404);
    });

    it('stay shared, are lost to whoever leaves it, and are shared by their writer alone', async () => {
      const { id } = (await save('junho', { ...LETTER, organisation: COMPANY })).body;
      expect((await post('sora', id, 'edits', SHARED, '"1"')).status).toBe(404);
      expect((await post('junho', id, 'edits', SHARED, '"1"')).body).toMatchObject({ shared: true });
      for (const own of [{ shared: false }, { organisation: undefined, shared: undefined }]) {
        const back = await post('sora', id, 'edits', { ...SHARED, ...own }, '"2"');
        expect([back.status, back.body.code]).toEqual([422, 'draft.stays_shared']);
      }
      // Whoever does not say leaves it as it is.
      const kept = await post('sora', id, 'edits', { ...SHARED, shared: undefined }, '"2"');
      expect(kept.body).toMatchObject({ shared: true, changedBy: { id: 'demo-sora' } });
      await system.db('organisation_members').where({ organisation: COMPANY, person: 'demo-junho' }).delete();
      expect((await read('junho', id)).status).toBe(404);
      expect((await post('junho', id, 'removals', {})).status).toBe(404);
      await join('junho', 'submit');
      for (const wrong of [
        { ...LETTER, shared: true },
        { ...SHARED, authorisation: randomUUID() },
      ])
        expect((await save('sora', wrong)).status).toBe(400);
      expect((await save('minji', SHARED)).body.code).toBe('organisation.not_a_member');
      expect((await post('sora', id, 'removals', {})).status).toBe(200);
      expect(await rowOf(id)).toBeUndefined();
    });

    it('are taken along in the export of the organisation, whoever began them', async () => {
      const { id } = (await save('junho', SHARED)).body;
      const asked = await system.as('sora').post('/v1/exports', { organisation: COMPANY });
      const ready = await until(
        () => system.as('sora').get(`/v1/exports/${asked.body.id}`),
        ({ body }) => body.state === 'ready',
        60_000,
      );
      expect(ready.body.state).toBe('ready');
      const { body } = await system.as('sora').get(`/v1/exports/${asked.body.id}/file`);
      expect(body.includes(Buffer.from(`drafts/${id}.zip`))).toBe(true);
      await post('junho', id, 'removals', {});
    }, 90_000);
  });

  it('are written for another by whom it has authorised, as long as it does', async () => {
    const period = { from: clock.toISOString(), until: new Date(clock.getTime() + 90 * DAY).toISOString() };
    const given = (await system.as('minji').post('/v1/authorisations', { to: 'demo-junho', ...period })).body;
    const { id } = (await save('junho', { ...LETTER, authorisation: given.id })).body;
    expect((await read('minji', id)).status).toBe(404);
    await system.as('minji').post(`/v1/authorisations/${given.id}/revocations`, {});
    expect((await problems('junho', id)).problems).toMatchObject([{ pointer: '/authorisation' }]);
    expect((await post('junho', id, 'submissions', {}, '"1"')).body.code).toBe('authorisation.not_in_force');
    const anew = (await system.as('minji').post('/v1/authorisations', { to: 'demo-junho', ...period })).body;
    expect((await post('junho', id, 'edits', { ...LETTER, authorisation: anew.id }, '"1"')).status).toBe(200);
    const sent = await post('junho', id, 'submissions', {}, '"2"');
    const row = await system.db('submissions').where({ id: sent.body.submission.id }).first();
    expect(row.party_person).toBe('demo-minji');
  });

  it('are no more than fifty, also when they are saved at once', async () => {
    const answers = await Promise.all(Array.from({ length: 52 }, () => save('admin', { letter: {} })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(50);
    expect(answers.find(({ status }) => status === 422)?.body.code).toBe('draft.too_many');
    const key = randomUUID();
    const used = answers.find(({ status }) => status === 201)?.body;
    expect((await post('admin', used.id, 'removals', {}, undefined, key)).status).toBe(200);
    expect((await save('admin', { letter: {} }, { key })).status).toBe(422);
    expect((await save('admin', { letter: {} })).status).toBe(201);
  });

  it('pass the audit', async () => {
    await save('minji', { ...LETTER, attachments: [{ upload: await upload('minji') }] });
    const later = { log: 3_600_000, archive: 3_600_000, engine: 3_600_000 };
    const { found, looked } = await findFaults(await checkDepsOf(system), { settledAfterMs: later });
    expect(found).toEqual([]);
    expect(looked.drafts).toBeGreaterThan(0);
  });

  it('are announced for removal by mail, removed when nobody touches them, and kept when somebody does', async () => {
    await system
      .db('people')
      .where({ id: 'demo-junho' })
      .update({ email: 'junho@demo.invalid', language: 'en' });
    const attachment = await upload('junho');
    const left = (await save('junho', { ...LETTER, attachments: [{ upload: attachment }] })).body;
    const touched = (await save('junho', { form: { id: FORM } })).body;
    const { content_key } = await rowOf(left.id);
    const mails = () =>
      mail.messages().filter(({ text, to }) => to.includes('junho@demo.invalid') && text.includes('draft'));
    clock = new Date(clock.getTime() + 22 * DAY);
    const early = await system.db('drafts').whereIn('id', [left.id, touched.id]).pluck('warned_at');
    expect([early, mails()]).toEqual([[null, null], []]);
    clock = new Date(clock.getTime() + DAY);
    const warned = await until(
      async () => mails(),
      (found) => found.length === 2,
    );
    expect(warned).toHaveLength(2);
    // It says which and until when, and nothing of what was written.
    const until7 = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
    for (const { text, subject } of warned) {
      expect(text).toContain(until7.format(new Date(left.removeAt)));
      expect(text + subject).not.toContain(MARK);
    }
    expect(warned.some(({ text }) => text.includes('(letter)'))).toBe(true);
    const again = await post('junho', touched.id, 'edits', { form: { id: FORM } }, '"1"');
    expect(again.status).toBe(200);
    clock = new Date(clock.getTime() + 7 * DAY);
    expect(await gone(left.id)).toBe('gone');
    await expectDestroyed(content_key);
    expect(await system.db('files').where({ id: attachment })).toEqual([]);
    expect((await read('junho', left.id)).status).toBe(404);
    expect((await read('junho', touched.id)).status).toBe(200);
    clock = new Date(clock.getTime() + 16 * DAY);
    const thrice = await until(
      async () => mails(),
      (found) => found.length === 3,
    );
    expect(thrice).toHaveLength(3);
  });

  it('that are announced late, because no worker ran, are kept for the time of the notice all the same', async () => {
    const { id } = (await save('minji', LETTER)).body;
    await system.stopWorker();
    clock = new Date(clock.getTime() + 60 * DAY);
    await system.startWorker({ relay: { everyMs: 100, inspectEveryMs: 100 } });
    const announced = await until(
      () => rowOf(id),
      ({ warned_at }) => warned_at !== null,
    );
    expect(announced.remove_at.getTime()).toBe(clock.getTime() + 7 * DAY);
    expect((await read('minji', id)).status).toBe(200);
  });
});
