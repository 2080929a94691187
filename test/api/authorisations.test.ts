import { checkDepsOf, findFaults } from '../support/audited';
import { type System, startSystem } from '../support/system';

const DAY = 86_400_000;
const COMPANY = '000-00-00017';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const CERTIFICATE = 'resident-certificate-request';

describe('a person authorised by a party', () => {
  let system: System;
  let clock: Date;
  beforeAll(async () => {
    clock = new Date();
    system = await startSystem({ now: () => clock });
    for (const who of ['minji', 'junho', 'sora']) await system.as(who).get('/v1/me');
  });
  afterEach(() => system.db('authorisations').delete());
  afterAll(() => system.stop());

  const inDays = (days: number) => new Date(clock.getTime() + days * DAY).toISOString();
  const give = (who: string, more: object = {}) =>
    system.as(who).post('/v1/authorisations', {
      ...{ to: 'demo-junho', from: inDays(0), until: inDays(30) },
      ...more,
    });
  const submit = (who: string, authorisation: string, more: object = {}) =>
    system.as(who).submit({ ...LETTER, authorisation, ...more });
  const evidences = async (id: string, who = 'minji') =>
    (await system.as(who).get(`/v1/submissions/${id}/receipts`)).body.items.map(
      ({ evidence }: { evidence: object }) => evidence,
    );

  it('sends and acts in its name: command, evidence, access log and refusal name both', async () => {
    const given = (await give('minji')).body;
    expect(given).toMatchObject({
      ...{ person: 'demo-minji', personName: expect.stringContaining('민지'), to: 'demo-junho', form: null },
      inForce: true,
    });
    const sent = await submit('junho', given.id);
    expect(sent.status).toBe(201);
    expect(sent.body.submission.trackingCode).toBeDefined();
    const { id } = sent.body.submission;
    const row = await system.db('submissions').where({ id }).first();
    expect(row).toMatchObject({ party_person: 'demo-minji', party_organisation: null });
    const both = { id: 'demo-junho', capacity: 'party', for: 'demo-minji' };
    expect((await evidences(id))[0]).toMatchObject({ actor: both, facts: { authorisation: given.id } });

    expect((await system.as('junho').get(`/v1/submissions/${id}/content`)).body.letter).toBeDefined();
    const withdrawn = await system.as('junho').act(id, 'withdrawals', {});
    expect(withdrawn.body.submission.state).toBe('withdrawn');
    expect((await evidences(id)).at(-1)).toMatchObject({ event: 'Withdrawn', actor: both });
    expect((await system.as('junho').act(id, 'withdrawals', {})).status).toBe(409);
    const trail = (await system.as('auditor').get(`/v1/submissions/${id}/commands`)).body;
    const named = { actor: 'demo-junho', onBehalfOf: 'demo-minji' };
    expect(trail.commands).toMatchObject([
      { ...named, kind: 'submit' },
      { kind: 'register' },
      { ...named, kind: 'withdraw' },
    ]);
    expect(trail.refusals).toMatchObject([{ ...named, kind: 'withdraw' }]);
    const readers = (await system.as('minji').get(`/v1/submissions/${id}/readers`)).body.items;
    expect(readers).toContainEqual(
      expect.objectContaining({ action: 'read_content', capacity: 'authorised', office: null }),
    );
    for (const [who, query] of [
      ['minji', ''],
      ['junho', `?authorisation=${given.id}`],
    ])
      expect((await system.as(who ?? '').get(`/v1/submissions${query}`)).body.items).toContainEqual(
        expect.objectContaining({ id }),
      );
    expect((await system.as('sora').get(`/v1/submissions?authorisation=${given.id}`)).status).toBe(404);
    const listed = (await system.as('minji').get(`/v1/submissions/${id}/readers`)).body.items;
    expect(listed).toContainEqual(expect.objectContaining({ action: 'list', capacity: 'authorised' }));
  });

  it('may do so for the form that it is for, and no other', async () => {
    const { id } = (await give('minji', { form: CERTIFICATE })).body;
    expect((await submit('junho', id)).body.code).toBe('authorisation.other_form');
    const own = (await system.as('minji').submit(LETTER)).body.submission.id;
    expect((await system.as('junho').get(`/v1/submissions/${own}`)).status).toBe(404);
    const shown = await system.as('junho').get(`/v1/submissions?authorisation=${id}`);
    expect(shown.body.items).toEqual([]);
    const form = { form: { id: CERTIFICATE }, answers: {}, authorisation: id };
    expect((await system.as('junho').submit(form)).body.code).toBe('answers.invalid');
    expect((await give('minji', { form: 'no-such-form' })).body.code).toBe('authorisation.form_unknown');
  });

  it('may do so from the first instant to the last, and until it is revoked, asked at each act', async () => {
    const own = (await system.as('minji').submit(LETTER)).body.submission.id;
    const read = async () => (await system.as('junho').get(`/v1/submissions/${own}`)).status;
    const { id } = (await give('minji', { from: inDays(1), until: inDays(2) })).body;
    const now = clock;
    expect([await read(), (await submit('junho', id)).body.code]).toEqual([
      ...[404, 'authorisation.not_in_force'],
    ]);
    clock = new Date(now.getTime() + DAY);
    expect([await read(), (await submit('junho', id)).status]).toEqual([200, 201]);
    clock = new Date(now.getTime() + 2 * DAY);
    expect([await read(), (await submit('junho', id)).status]).toEqual([404, 403]);
    clock = new Date(now.getTime() + DAY);
    const path = `/v1/authorisations/${id}/revocations`;
    expect((await system.as('sora').post(path, {})).status).toBe(404);
    expect((await system.as('minji').post(path, {})).body).toMatchObject({
      ...{ inForce: false, revokedBy: 'demo-minji' },
    });
    expect([await read(), (await submit('junho', id)).status]).toEqual([404, 403]);
    expect((await system.as('minji').post(path, {})).body.code).toBe('authorisation.over');
    clock = now;
  });

  it('acts for an organisation where a manager says so; the evidence names organisation and person', async () => {
    const member = { organisation: COMPANY, person: 'demo-minji', roles: ['submit', 'read'] };
    await system.db('organisation_members').insert(member);
    const wanted = { organisation: COMPANY };
    expect((await give('minji', wanted)).body.code).toBe('organisation.role_missing');
    expect((await give('junho', wanted)).status).toBe(404);
    const given = (await give('sora', wanted)).body;
    const sent = await submit('junho', given.id);
    const { id } = sent.body.submission;
    expect(sent.body.submission.organisation).toBe(COMPANY);
    expect((await evidences(id, 'sora'))[0]).toMatchObject({
      actor: { id: 'demo-junho', capacity: 'party', organisation: COMPANY, for: COMPANY },
    });
    expect((await submit('junho', given.id, { organisation: '1-2' })).body.code).toBe(
      'authorisation.other_party',
    );
    expect((await system.as('junho').act(id, 'withdrawals', {})).status).toBe(200);
    expect((await evidences(id, 'sora')).at(-1)).toMatchObject({
      actor: { id: 'demo-junho', capacity: 'party', for: COMPANY },
    });
    await system.as('sora').post(`/v1/authorisations/${given.id}/revocations`, {});
    expect((await system.as('junho').get(`/v1/submissions/${id}`)).status).toBe(404);
    await system.db('organisation_members').where(member).delete();
  });

  it('leaves nothing that an audit would find', async () => {
    for (const wanted of [{}, { organisation: COMPANY }]) {
      const given = (await give('organisation' in wanted ? 'sora' : 'minji', wanted)).body;
      const { id } = (await submit('junho', given.id)).body.submission;
      expect((await system.as('junho').act(id, 'withdrawals', {})).status).toBe(200);
    }
    const later = { log: 3_600_000, archive: 3_600_000, engine: 3_600_000 };
    const { found, looked } = await findFaults(await checkDepsOf(system), { settledAfterMs: later });
    expect(found).toEqual([]);
    expect(Object.keys(looked).length).toBeGreaterThan(0);
  });

  it('cannot be oneself or nobody, is listed to both, and gives no right to authorise others', async () => {
    expect((await give('minji', { to: 'demo-minji' })).body.code).toBe('authorisation.to_oneself');
    expect((await give('minji', { to: 'nobody-knows' })).body.code).toBe('authorisation.person_unknown');
    expect((await give('minji', { until: inDays(-1) })).body.code).toBe('request.invalid');
    expect((await give('minji', { from: inDays(-2), until: inDays(-1) })).body.code).toBe(
      'authorisation.over',
    );
    const given = (await give('minji')).body;
    for (const who of ['minji', 'junho'])
      expect((await system.as(who).get('/v1/authorisations')).body.items).toEqual([given]);
    expect((await system.as('sora').get('/v1/authorisations')).body.items).toEqual([]);
    expect((await system.as('junho').get('/v1/me')).body.mandates).toEqual([
      {
        ...{ id: given.id, person: 'demo-minji', name: given.personName },
        ...{ organisation: null, form: null },
      },
    ]);
    expect((await submit('sora', given.id)).body.code).toBe('authorisation.not_in_force');
    expect((await system.as('junho').post(`/v1/authorisations/${given.id}/revocations`, {})).status).toBe(
      200,
    );
  });
});
