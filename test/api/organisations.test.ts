import { type LocalMail, startMail } from '../../local/mail';
import { createApiClient } from '../support/api-client';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const DAY = 86_400_000;
const NAME = { ko: '새길 훈련원', en: 'Saegil Training' };
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const CLAIM = 'organisation_numbers';
let numbers = 0;
/** Nobody's yet, in each test another. */
const freshNumber = (): string => `222-22-${String(++numbers).padStart(5, '0')}`;

describe('an organisation', () => {
  let mail: LocalMail;
  let system: System;
  let clock: Date;
  beforeAll(async () => {
    clock = new Date();
    mail = await startMail();
    const env = { SMTP_URL: mail.smtpUrl, ORGANISATION_CLAIM: CLAIM };
    system = await startSystem({ env, now: () => clock });
  });
  afterAll(async () => {
    await system.stop();
    await mail.stop();
  });

  /** With a token in which the identity provider vouches for numbers. */
  const vouched = (who: string, given: unknown) =>
    createApiClient(system.url, () => system.issuer.token(`demo-${who}`, { [CLAIM]: given }));
  const claim = (who: string, number: string) =>
    system.as(who).post('/v1/organisations', { number, name: NAME });
  const settle = (who: string, id: string, outcome: string) =>
    system.as(who).post(`/v1/organisation-claims/${id}/settlements`, { outcome });
  const submit = (who: string, organisation: string) => system.as(who).submit({ ...LETTER, organisation });
  const read = (who: string, number: string) => system.as(who).get(`/v1/organisations/${number}`);
  const audited = async (subject: string): Promise<string[]> => {
    const rows = await system
      .db('audit_entries')
      .whereRaw('subjects @> ?::jsonb', [JSON.stringify([subject])])
      .orderBy('id');
    return rows.map(({ action }: { action: string }) => action);
  };
  async function established(who: string): Promise<string> {
    const number = freshNumber();
    const { body } = await claim(who, number);
    expect((await settle('operator', body.id, 'confirmed')).status).toBe(200);
    return number;
  }
  async function join(manager: string, number: string, who: string, roles: string[]): Promise<void> {
    const email = `${who}@demo.invalid`;
    const before = mail.messages().length;
    const path = `/v1/organisations/${number}/invitations`;
    expect((await system.as(manager).post(path, { email, roles, language: 'en' })).status).toBe(201);
    const token = await codeFor(email, before);
    const answer = await system.as(who).post('/v1/invitation-acceptances', { token });
    expect(answer.status).toBe(200);
  }
  async function codeFor(email: string, after: number): Promise<string> {
    const sent = await until(
      async () =>
        mail
          .messages()
          .slice(after)
          .find(({ to, text }) => to.includes(email) && /Code: /.test(text)),
      (found) => found !== undefined,
    );
    return /Code: ([0-9A-Z-]{23})/.exec(sent?.text ?? '')?.[1] ?? '';
  }

  it('acts only after a named official has confirmed its number, and who did is recorded', async () => {
    const number = freshNumber();
    const claimed = await claim('minji', number);
    expect(claimed).toMatchObject({ status: 201, body: { status: 'waiting', vouched: false } });
    expect((await submit('minji', number)).body.code).toBe('organisation.not_a_member');
    expect((await settle('minji', claimed.body.id, 'confirmed')).status).toBe(403);
    expect((await settle('handler1', claimed.body.id, 'confirmed')).status).toBe(403);
    expect(await settle('admin', claimed.body.id, 'confirmed')).toMatchObject({
      status: 200,
      body: { status: 'confirmed', how: 'official', settledBy: 'demo-admin' },
    });
    const sent = await submit('minji', number);
    expect(sent.status).toBe(201);
    const receipts = await system.as('minji').get(`/v1/submissions/${sent.body.submission.id}/receipts`);
    expect(receipts.body.items[0].evidence.actor).toEqual({
      ...{ id: 'demo-minji', capacity: 'party', organisation: number },
    });
    expect(await audited(claimed.body.id)).toEqual(['claim_organisation', 'confirm_organisation']);
    expect(await settle('operator', claimed.body.id, 'rejected')).toMatchObject({
      ...{ status: 409, body: { code: 'claim.settled' } },
    });
  });

  it('is confirmed at once where the identity provider vouches for the number, in whatever spelling', async () => {
    const number = freshNumber();
    const body = { number, name: NAME };
    expect((await vouched('minji', [freshNumber()]).post('/v1/organisations', body)).body.status).toBe(
      'waiting',
    );
    const confirmed = await vouched('minji', number.replaceAll('-', '')).post('/v1/organisations', body);
    expect(confirmed.body).toMatchObject({ status: 'confirmed', how: 'identity_provider', vouched: true });
    expect((await read('minji', number)).body).toMatchObject({
      ...{ number, representative: 'demo-minji', confirmedHow: 'identity_provider' },
      members: [{ person: 'demo-minji', roles: ['submit', 'read', 'manage'] }],
    });
    for (const nonsense of [{ number }, 17, ['../x', null]])
      expect(
        (await vouched('junho', nonsense).post('/v1/organisations', { ...body, number: freshNumber() })).body
          .status,
      ).toBe('waiting');
  });

  it('has its number alone: a second claim is a dispute, which officials and auditors see and an official settles', async () => {
    const number = await established('minji');
    await join('minji', number, 'junho', ['read']);
    const disputed = await vouched('sora', number).post('/v1/organisations', {
      number: number.replaceAll('-', ''),
      name: NAME,
    });
    expect(disputed.body).toMatchObject({ status: 'disputed', vouched: true, person: 'demo-sora' });
    expect((await submit('sora', number)).status).toBe(403);
    for (const who of ['admin', 'operator', 'auditor']) {
      const { items } = (await system.as(who).get('/v1/organisation-claims?status=disputed')).body;
      expect(items).toContainEqual(expect.objectContaining({ id: disputed.body.id }));
    }
    expect((await system.as('minji').get('/v1/organisation-claims')).status).toBe(403);
    expect((await settle('auditor', disputed.body.id, 'confirmed')).status).toBe(403);
    expect(await audited(disputed.body.id)).toEqual([
      'dispute_organisation',
      ...Array(3).fill('read_organisation_claims'),
    ]);

    const second = await claim('junho2', number);
    expect(second.body.status).toBe('disputed');
    expect((await settle('admin', second.body.id, 'rejected')).body.status).toBe('rejected');
    expect((await submit('minji', number)).status).toBe(201);

    expect((await settle('operator', disputed.body.id, 'confirmed')).body.status).toBe('confirmed');
    expect((await submit('minji', number)).status).toBe(403);
    expect((await read('junho', number)).status).toBe(404);
    expect((await read('sora', number)).body).toMatchObject({
      ...{ number, representative: 'demo-sora', members: [{ person: 'demo-sora' }] },
    });
    expect((await submit('sora', number)).status).toBe(201);
  });

  it('that two people claim at once is one organisation, and the other claim is a dispute', async () => {
    const number = freshNumber();
    const body = { number, name: NAME };
    const both = await Promise.all(
      ['minji', 'junho'].map((who) => vouched(who, number).post('/v1/organisations', body)),
    );
    expect(both.map((answer) => answer.body.status).sort()).toEqual(['confirmed', 'disputed']);
    expect(await system.db('organisations').where({ number })).toHaveLength(1);

    const waiting = await claim('minji', freshNumber());
    const other = await claim('junho', waiting.body.number);
    expect([waiting.body.status, other.body.status]).toEqual(['waiting', 'waiting']);
    await settle('operator', waiting.body.id, 'confirmed');
    expect((await system.as('junho').get('/v1/organisations')).body.claims[0]).toMatchObject({
      ...{ id: other.body.id, status: 'disputed' },
    });
  });

  it('gives each member what the roles say: submit, read, manage', async () => {
    const number = await established('minji');
    await join('minji', number, 'junho', ['read']);
    await join('minji', number, 'sora', ['submit']);
    await join('minji', number, 'hyunwoo', ['manage']);
    const sent = (await submit('sora', number)).body.submission.id;
    expect((await submit('junho', number)).body.code).toBe('organisation.not_a_member');
    const content = async (who: string) =>
      (await system.as(who).get(`/v1/submissions/${sent}/content`)).status;
    expect(await content('junho')).toBe(200);
    expect(await content('sora')).toBe(200);
    expect(await content('hyunwoo')).toBe(404);
    expect((await system.as('junho').act(sent, 'withdrawals', {})).status).toBe(403);
    expect((await system.as('junho').get(`/v1/submissions/${sent}`)).body.allowed).toEqual([]);
    const path = `/v1/organisations/${number}/invitations`;
    const invitation = { email: 'x@demo.invalid', roles: ['read'] };
    expect((await system.as('sora').post(path, invitation)).body.code).toBe('organisation.role_missing');
    expect((await system.as('hyunwoo').post(path, invitation)).status).toBe(201);
    expect((await system.as('sora').act(sent, 'withdrawals', {})).body.submission.state).toBe('withdrawn');
  });

  it('takes an invitation once, from whoever holds the code, for seven days; the address is gone once it was sent', async () => {
    const number = await established('minji');
    const invite = (email: string) =>
      system
        .as('minji')
        .post(`/v1/organisations/${number}/invitations`, { email, roles: ['read'], language: 'en' });
    const before = mail.messages().length;
    const invited = await invite('first@demo.invalid');
    const token = await codeFor('first@demo.invalid', before);
    const row = await until(
      () => system.db('mails').where({ subject: invited.body.id }).first(),
      ({ status }) => status === 'sent',
    );
    expect(row).toMatchObject({ status: 'sent', sealed: null, attempts: 1 });
    const stored = await system.db('organisation_invitations').where({ id: invited.body.id }).first();
    expect(JSON.stringify([stored, row, invited.body])).not.toContain(token);
    expect((await read('minji', number)).body.invitations).toEqual([invited.body]);
    const accept = (who: string, given: string) =>
      system.as(who).post('/v1/invitation-acceptances', { token: given });
    expect((await accept('junho', token.toLowerCase())).status).toBe(200);
    expect(await accept('sora', token)).toMatchObject({ status: 410, body: { code: 'invitation.over' } });
    expect((await read('minji', number)).body.invitations).toEqual([]);

    const later = mail.messages().length;
    await invite('late@demo.invalid');
    const late = await codeFor('late@demo.invalid', later);
    const now = clock;
    clock = new Date(now.getTime() + 7 * DAY + 1);
    expect((await accept('sora', late)).body.code).toBe('invitation.over');
    clock = now;
    expect((await accept('sora', '0'.repeat(20))).body.code).toBe('invitation.unknown');
  });

  it('always has somebody who manages it and somebody who represents it', async () => {
    const number = await established('minji');
    await join('minji', number, 'junho', ['submit', 'manage']);
    const path = `/v1/organisations/${number}`;
    const change = async (who: string, what: string, body: object, etag?: string) =>
      system.as(who).post(`${path}/${what}`, body, { etag: etag ?? (await read('minji', number)).etag });
    expect(await change('minji', 'departures', {})).toMatchObject({
      ...{ status: 409, body: { code: 'organisation.needs_representative' } },
    });
    const stale = (await read('minji', number)).etag;
    const handed = { person: 'demo-junho', roles: ['submit'], as: 'representative' };
    expect((await change('minji', 'memberships', handed)).body.representative).toBe('demo-junho');
    expect(await change('minji', 'memberships', handed, stale)).toMatchObject({
      ...{ status: 412, body: { code: 'organisation.changed' } },
    });
    expect(await change('minji', 'departures', {})).toMatchObject({
      ...{ status: 409, body: { code: 'organisation.needs_manager' } },
    });
    const stranger = { person: 'demo-sora', roles: ['read'] };
    expect(await change('minji', 'memberships', stranger)).toMatchObject({
      ...{ status: 422, body: { code: 'member.unknown' } },
    });
    expect((await change('junho', 'departures', { person: 'demo-minji' })).status).toBe(403);
    await change('minji', 'memberships', { ...handed, roles: ['submit', 'manage'] });
    expect((await change('minji', 'departures', {})).body).toEqual({
      ...{ organisation: number, person: 'demo-minji' },
    });
    expect((await read('minji', number)).status).toBe(404);
    expect(await audited(number)).toEqual([
      ...['invite_member', 'join_organisation', 'set_membership', 'set_membership', 'leave_organisation'],
    ]);
  });

  it('of the directory works as before, and whoever left it does not come back with the file', async () => {
    expect((await submit('sora', '000-00-00017')).status).toBe(201);
    expect((await system.as('sora').get('/v1/me')).body).toMatchObject({
      sendsFor: expect.arrayContaining(['000-00-00017']),
    });
    expect((await read('sora', '000-00-00017')).body).toMatchObject({
      ...{ representative: 'demo-sora', confirmedHow: 'directory' },
    });
  });
});
