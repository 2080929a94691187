import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { destroyContent } from '../../activities/destroy-content';
import { checkDepsOf, findFaults } from '../support/audited';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const COMPANY = '000-00-00017';
const FORM = 'information-disclosure-request';
const { example } = JSON.parse(readFileSync(join(__dirname, `../../forms/${FORM}.json`), 'utf8'));
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const PDF = smallPdf();

describe('a sent document as the beginning of a new one', () => {
  let system: System;
  let destroyed: string;
  beforeAll(async () => {
    system = await startSystem();
    for (const who of ['minji', 'junho', 'sora']) await system.as(who).get('/v1/me');
  });
  afterAll(() => system.stop());

  const copy = (who: string, submission: string, options = {}) =>
    system.as(who).post(`/v1/submissions/${submission}/copies`, {}, options);
  const send = async (who: string, document: object) =>
    (await system.as(who).submit(document)).body.submission.id;
  const files = (draft: string) => system.db('files').where({ draft_id: draft });
  /** Publishes the form with its schema changed. */
  async function publish(change: (schema: typeof example) => void): Promise<void> {
    const { body } = await system.as(null).get(`/v1/forms/${FORM}`);
    const definition = structuredClone(body.definition);
    change(definition);
    const answer = await system
      .as('admin')
      .post(`/v1/forms/${FORM}/versions`, definition, { etag: `"${body.version}"` });
    expect([answer.status, answer.body.faults]).toEqual([201, undefined]);
  }

  it('keeps a letter and its attachments, each under a key of its own, and is sent as another document', async () => {
    const upload = (await system.as('minji').upload('자료.txt', '자료의 내용')).body.id;
    const submission = await send('minji', { ...LETTER, attachments: [{ upload }] });
    const key = randomUUID();
    const copied = await copy('minji', submission, { key });
    expect([copied.status, copied.etag]).toEqual([201, '"1"']);
    const { id, attachments } = copied.body;
    expect(copied.body).toMatchObject({ ...LETTER, copiedFrom: submission, leftOut: [], form: null });
    expect(attachments).toMatchObject([{ name: '자료.txt', mediaType: 'text/plain', bytes: 16 }]);
    expect(attachments[0].id).not.toBe(upload);
    const again = await copy('minji', submission, { key });
    expect([again.status, again.body]).toEqual([201, copied.body]);
    const [file] = await files(id);
    const original = await system.db('files').where({ id: upload }).first();
    expect([file.sha256, file.scan]).toEqual([original.sha256, original.scan]);
    expect(file.content_key).not.toBe(original.content_key);

    // Destroying the first leaves the second alone.
    await system.as('minji').act(submission, 'withdrawals', {});
    await system.db('submissions').where({ id: submission }).update({ disposal: 'done' });
    await destroyContent({ ...system, now: () => new Date() }, submission);
    destroyed = submission;
    const sent = await system.as('minji').post(`/v1/drafts/${id}/submissions`, {}, { etag: '"1"' });
    expect(sent.status).toBe(201);
    const path = `/v1/submissions/${sent.body.submission.id}/attachments/${attachments[0].id}`;
    expect((await system.as('minji').get(path)).body.toString()).toBe('자료의 내용');
    const gone = await copy('minji', submission);
    expect([gone.status, gone.body.code]).toEqual([410, 'content.destroyed']);
  });

  it('takes the form of today: answers stay where it has the field, the rest is told', async () => {
    const upload = (await system.as('minji').upload('a.pdf', PDF)).body.id;
    const document = { form: { id: FORM }, answers: example, office: 'haneul-civil' };
    const submission = await send('minji', { ...document, attachments: [{ upload, name: 'reference' }] });
    await publish(({ schema, uiSchema, attachments, example: filled }) => {
      const { request: asked } = schema.properties;
      delete asked.properties.purpose;
      asked.required = asked.required.filter((name: string) => name !== 'purpose');
      delete uiSchema.fields['/request/purpose'];
      uiSchema.sections[0].fields.push('urgency');
      delete filled.request.purpose;
      filled.urgency = 'low';
      const { title } = asked.properties.subject;
      schema.properties.urgency = { type: 'string', title, 'x-title-en': 'Urgency', maxLength: 20 };
      schema.required.push('urgency');
      attachments.find(({ name }: { name: string }) => name === 'reference').name = 'material';
    });
    // Which version is current the API asks every second.
    const seen = (await system.as('minji').post('/v1/drafts', { form: { id: FORM } })).body.id;
    const known = await until(
      () => system.as('minji').get(`/v1/drafts/${seen}/problems`),
      ({ body }) => JSON.stringify(body).includes('/answers/urgency'),
    );
    expect(known.body.ready).toBe(false);
    const { body: draft } = await copy('minji', submission);
    const { purpose, ...request } = example.request;
    expect(purpose).toBeDefined();
    expect(draft.answers).toEqual({ ...example, request });
    expect(draft).toMatchObject({ office: 'haneul-civil', leftOut: ['/answers/request/purpose'] });
    const asked = async () => (await system.as('minji').get(`/v1/drafts/${draft.id}/problems`)).body;
    expect(await asked()).toMatchObject({
      ready: false,
      problems: [
        { pointer: '/answers/urgency' },
        { pointer: '/attachments/0/name', code: 'attachment.unknown_name' },
        { pointer: '/answers/request/purpose', code: 'answer.left_out' },
      ],
    });
    const [file] = draft.attachments;
    const mended = {
      ...{ form: { id: FORM }, answers: { ...draft.answers, urgency: 'low' }, office: draft.office },
      attachments: [{ upload: file.id, name: 'material' }],
    };
    const edited = await system.as('minji').post(`/v1/drafts/${draft.id}/edits`, mended, { etag: '"1"' });
    expect(edited.body.leftOut).toEqual([]);
    expect(await asked()).toEqual({ ready: true, problems: [] });
    await system.db('forms').where({ id: FORM }).update({ withdrawn: true });
    const withdrawn = await until(asked, ({ ready }) => !ready);
    expect(withdrawn.problems).toMatchObject([{ pointer: '/form/id', code: 'form.not_in_force' }]);
    const later = await copy('minji', submission);
    expect([later.status, later.body.code]).toEqual([409, 'form.not_in_force']);
    await system.db('forms').where({ id: FORM }).update({ withdrawn: false });
  });

  it('has the newest version of what was sent, with all its files', async () => {
    const first = (await system.as('minji').upload('하나.txt', '하나')).body.id;
    const submission = await send('minji', { ...LETTER, attachments: [{ upload: first }] });
    const handler = system.as('handler1');
    await system.as('registrar').act(submission, 'assignments', { handler: 'demo-handler1' });
    await handler.act(submission, 'openings', {});
    const asked = { fields: ['/body'], days: 5, words: '보완 바랍니다.' };
    await handler.act(submission, 'supplement-requests', asked);
    const upload = (await system.as('minji').upload('둘.txt', '둘')).body.id;
    const letter = { title: '보완', body: '보완한 본문' };
    await system.as('minji').act(submission, 'supplements', { letter, attachments: [{ upload }] });
    const { body } = await copy('minji', submission);
    expect(body.letter).toEqual(letter);
    expect(body.attachments.map(({ name }: { name: string }) => name).sort()).toEqual(['둘.txt', '하나.txt']);
  });

  it('is made by the party alone, and by whom it has authorised, which the party sees', async () => {
    const submission = await send('minji', LETTER);
    for (const [who, status] of [
      ['junho', 404],
      ['handler1', 403],
      ['registrar', 403],
      ['auditor', 403],
    ] as const)
      expect([who, (await copy(who, submission)).status]).toEqual([who, status]);
    const period = {
      from: new Date(Date.now() - 1_000).toISOString(),
      until: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const given = await system.as('minji').post('/v1/authorisations', { to: 'demo-junho', ...period });
    const copied = await copy('junho', submission);
    expect(copied.body).toMatchObject({ authorisation: given.body.id, letter: LETTER.letter });
    const readers = (await system.as('minji').get(`/v1/submissions/${submission}/readers`)).body.items;
    expect(readers).toContainEqual(
      expect.objectContaining({ action: 'copy_submission', capacity: 'authorised' }),
    );

    const company = await send('sora', { ...LETTER, organisation: COMPANY });
    expect((await copy('sora', company)).body).toMatchObject({ organisation: COMPANY });
    const members = system.db('organisation_members').where({ person: 'demo-sora', organisation: COMPANY });
    await members.clone().update({ roles: ['read'] });
    expect((await copy('sora', company)).status).toBe(403);
    await members.clone().update({ roles: ['submit', 'read', 'manage'] });
  });

  it('is not made of what came over the counter, of an infected file, or beyond the most drafts', async () => {
    const intake = {
      ...{ channel: 'in_person', receivedAt: new Date().toISOString(), sender: { name: '방문자' } },
      letter: LETTER.letter,
    };
    const taken = await system.as('registrar').post('/v1/offices/haneul-civil/intakes', intake);
    expect((await copy('registrar', taken.body.submission.id)).status).toBe(403);

    const upload = (await system.as('minji').upload('a.txt', '내용')).body.id;
    const submission = await send('minji', { ...LETTER, attachments: [{ upload }] });
    const file = system.db('files').where({ id: upload });
    await file.clone().update({ scan: 'infected' });
    const infected = await copy('minji', submission);
    expect([infected.status, infected.body.code]).toEqual([409, 'attachment.infected']);
    await file.clone().update({ scan: 'not_scanned' });

    const stored = async () => (await system.db('files').whereNotNull('draft_id')).length;
    while ((await system.as('minji').post('/v1/drafts', { letter: {} })).status === 201);
    const before = await stored();
    const full = await copy('minji', submission);
    expect([full.status, full.body.code, await stored()]).toEqual([422, 'draft.too_many', before]);
    await system.db('drafts').where({ person: 'demo-minji' }).update({ ended_at: new Date(), sealed: null });
    expect((await copy('minji', submission)).status).toBe(201);
  });

  it('passes the audit with all its files', async () => {
    const later = { log: 3_600_000, archive: 3_600_000, engine: 3_600_000 };
    const { found, looked } = await findFaults(await checkDepsOf(system), { settledAfterMs: later });
    // The first document's content was destroyed without a command: of that alone the audit knows nothing.
    expect(found.filter(({ row }) => row !== destroyed)).toEqual([]);
    expect(looked.files).toBeGreaterThan(2);
  });
});
