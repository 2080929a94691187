import { type LocalMail, startMail } from '../../local/mail';
import { type ApiClient, createApiClient } from '../support/api-client';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const COMPANY = '000-00-00017';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };

describe('a service account of an organisation', () => {
  let mail: LocalMail;
  let system: System;
  beforeAll(async () => {
    mail = await startMail();
    system = await startSystem({
      env: { SMTP_URL: mail.smtpUrl, ORGANISATION_CLAIM: 'organisation_numbers' },
    });
  });
  afterAll(async () => {
    await system.stop();
    await mail.stop();
  });

  /** With the token that the program `client` gets for itself (RFC 6749 §4.4). */
  const program = (client: string, claims = {}): ApiClient =>
    createApiClient(system.url, () => system.issuer.token(client, { client_id: client, ...claims }));
  const path = `/v1/organisations/${COMPANY}`;
  async function change(what: string, body: object, who = 'sora') {
    const { etag } = await system.as(who).get(path);
    return system.as(who).post(`${path}/${what}`, body, { etag: etag ?? '"0"' });
  }
  const takeIn = (client: string, roles: string[], as = 'member') =>
    change('memberships', { person: `client:${client}`, roles, as });

  it('is taken in by a manager, sends for the organisation in its own name, and whoever represents it is told', async () => {
    const payroll = program('payroll');
    expect(await payroll.submit({ ...LETTER, organisation: COMPANY })).toMatchObject({
      ...{ status: 403, body: { code: 'organisation.not_a_member' } },
    });
    const taken = await takeIn('payroll', ['submit', 'read']);
    expect(taken.status).toBe(200);
    expect(taken.body.members).toContainEqual({
      ...{ person: 'client:payroll', name: 'payroll', roles: ['submit', 'read'] },
    });
    expect(await payroll.submit(LETTER)).toMatchObject({
      ...{ status: 403, body: { code: 'organisation.required' } },
    });
    const sent = await payroll.submit({ ...LETTER, organisation: COMPANY });
    expect(sent.status).toBe(201);
    const id = sent.body.submission.id;
    const { items } = (await payroll.get(`/v1/submissions/${id}/receipts`)).body;
    expect(items[0].evidence.actor).toEqual({
      ...{ id: 'client:payroll', capacity: 'party', organisation: COMPANY },
    });
    expect((await system.as('handler1').act(id, 'decisions', DECISION)).status).toBe(200);
    const [{ email }] = await system.db('people').where({ id: 'demo-sora' });
    const number = sent.body.submission.registrationNumber;
    const told = await until(
      async () => mail.messages().filter(({ to, text }) => to.includes(email) && text.includes(number)),
      (all) => all.length >= 2,
    );
    expect(told.some(({ subject }) => subject.includes('처리 결과'))).toBe(true);
    expect((await system.as('sora').get(`/v1/submissions/${id}`)).status).toBe(200);
    const listed = await payroll.get('/v1/submissions');
    expect(listed.body.items.map((one: { id: string }) => one.id)).toContain(id);
    expect((await payroll.get('/v1/organisations')).body.items).toMatchObject([{ number: COMPANY }]);
    expect(await system.db('notices').where({ submission_id: id, status: 'refused' })).toEqual([]);
  });

  it('sends a batch and uploads files for it', async () => {
    await takeIn('batches', ['submit']);
    const batches = program('batches');
    const upload = await batches.upload('a.txt', '내용');
    expect(upload.status).toBe(201);
    const line = { ...LETTER, attachments: [{ upload: upload.body.id }] };
    const batch = await batches.batch([line], { query: `?organisation=${COMPANY}` });
    expect(batch.status).toBe(202);
    const done = await until(
      () => batches.get(`/v1/batches/${batch.body.id}`),
      ({ body }) => body.status === 'done',
    );
    expect(done.body).toMatchObject({ accepted: 1, refused: 0 });
  });

  it('does nothing that is for people, whatever its token says', async () => {
    await takeIn('curious', ['submit', 'read']);
    const curious = program('curious', { organisation_numbers: '555-55-55555', acr: 'gold', auth_time: 1 });
    const name = { ko: '단체', en: 'Organisation' };
    const day = new Date().toISOString();
    const refused = await Promise.all([
      curious.post('/v1/organisations', { number: '555-55-55555', name }),
      curious.post('/v1/invitation-acceptances', { token: 'A'.repeat(23) }),
      curious.post(`${path}/invitations`, { email: 'a@demo.invalid', roles: ['manage'] }),
      curious.post(`${path}/memberships`, { person: 'client:other', roles: ['submit'] }, { etag: '"1"' }),
      curious.post('/v1/authorisations', {
        delegate: 'demo-minji',
        organisation: COMPANY,
        from: day,
        to: day,
      }),
      curious.post('/v1/webhooks', { organisation: COMPANY, url: 'https://hooks.demo.invalid/' }),
      curious.post('/v1/drafts', LETTER),
      curious.get('/v1/notification-settings'),
    ]);
    expect(refused.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      refused.map(() => '403 permission.denied'),
    );
  });

  it('neither manages nor represents, reads alone where it may only read, and leaves when it is removed', async () => {
    expect(await takeIn('reader', ['read', 'manage'])).toMatchObject({
      ...{ status: 422, body: { code: 'member.service_account' } },
    });
    expect((await takeIn('reader', ['read'], 'representative')).body.code).toBe('member.service_account');
    expect((await takeIn('reader', ['read'])).status).toBe(200);
    const reader = program('reader');
    const id = (await system.as('sora').submit({ ...LETTER, organisation: COMPANY })).body.submission.id;
    expect((await reader.get(`/v1/submissions/${id}/content`)).status).toBe(200);
    expect((await reader.act(id, 'withdrawals', {})).status).toBe(403);
    expect((await reader.submit({ ...LETTER, organisation: COMPANY })).status).toBe(403);
    const left = await change('departures', { person: 'client:reader' });
    expect(left.body).toEqual({ organisation: COMPANY, person: 'client:reader' });
    expect((await reader.get(`/v1/submissions/${id}`)).status).toBe(404);
    expect((await reader.get('/v1/organisations')).body.items).toEqual([]);
  });

  it('is no person of the same name, and nobody is a service account by their name', async () => {
    await takeIn('payroll', ['submit', 'read']);
    const person = createApiClient(system.url, () => system.issuer.token('payroll', { client_id: 'portal' }));
    expect((await person.get('/v1/me')).body.person).toBe('payroll');
    expect((await person.submit({ ...LETTER, organisation: COMPANY })).status).toBe(403);
    const pretender = createApiClient(system.url, () => system.issuer.token('client:payroll'));
    expect(await pretender.get('/v1/me')).toMatchObject({ status: 401, body: { code: 'token.invalid' } });
    expect((await program('payroll').get('/v1/me')).body.person).toBe('client:payroll');
    expect((await program('p'.repeat(249)).get('/v1/me')).status).toBe(401);
  });
});
