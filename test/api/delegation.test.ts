import { documentsOf } from '../support/documents';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const DAY = 86_400_000;
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };

describe('roles given while away', () => {
  let system: System;
  let clock: Date;
  const inDays = (days: number) => new Date(clock.getTime() + days * DAY).toISOString();

  beforeAll(async () => {
    clock = new Date();
    system = await startSystem({ now: () => clock });
    await system.db('office_members').insert({
      office: 'haneul-civil',
      person: 'demo-admin',
      roles: ['office_admin'],
    });
    await system.db('office_members').insert({
      office: 'haneul-food',
      person: 'demo-handler2',
      roles: ['registrar'],
    });
  });
  afterAll(() => system.stop());
  afterEach(() => system.db('delegations').delete());

  const newLetter = async (): Promise<string> => (await system.as('minji').submit(LETTER)).body.submission.id;
  const delegate = (who: string, to: string, more: object = {}) =>
    system.as(who).post('/v1/delegations', {
      office: 'haneul-civil',
      to: `demo-${to}`,
      from: inDays(1),
      until: inDays(3),
      ...more,
    });
  const assign = (who: string, id: string) =>
    system.as(who).act(id, 'assignments', { handler: 'demo-handler1' });
  const decide = (who: string, id: string) => system.as(who).act(id, 'decisions', DECISION);
  const allowed = async (who: string, id: string): Promise<string[]> =>
    (await system.as(who).get(`/v1/submissions/${id}`)).body.allowed;
  const later = (days: number) => {
    clock = new Date(clock.getTime() + days * DAY);
  };

  it('hold from their first instant to their last, and neither before nor after', async () => {
    const given = await delegate('approver', 'handler2', { from: inDays(1), until: inDays(3) });
    expect(given).toMatchObject({
      status: 201,
      body: { person: 'demo-approver', to: 'demo-handler2', inForce: false, givenBy: 'demo-approver' },
    });
    const before = await newLetter();
    expect((await assign('handler2', before)).status).toBe(403);
    expect(await allowed('handler2', before)).not.toContain('assign');

    later(1);
    expect(await allowed('handler2', before)).toContain('assign');
    expect((await assign('handler2', before)).body.submission.state).toBe('assigned');
    expect((await system.as('handler2').get('/v1/delegations')).body.items).toEqual([
      expect.objectContaining({ id: given.body.id, inForce: true }),
    ]);

    later(2);
    const after = await newLetter();
    expect((await assign('handler2', after)).status).toBe(403);
    expect((await system.as('handler2').get('/v1/delegations')).body.items[0].inForce).toBe(false);
  });

  it('leave who acted for whom in command, evidence, access log and refusal, for auditors to read', async () => {
    await delegate('registrar', 'handler2', { from: inDays(0) });
    const id = await newLetter();
    expect((await assign('handler2', id)).status).toBe(200);
    const who = { actor: 'demo-handler2', onBehalfOf: 'demo-registrar' };

    const auditor = system.as('auditor');
    const trail = (await auditor.get(`/v1/submissions/${id}/commands`)).body;
    expect(trail.commands).toContainEqual(expect.objectContaining({ ...who, kind: 'assign' }));
    expect(trail.commands).toContainEqual(expect.objectContaining({ kind: 'submit', onBehalfOf: null }));

    const receipts = (await auditor.get(`/v1/submissions/${id}/receipts`)).body.items;
    expect(receipts.at(-1).evidence).toMatchObject({
      event: 'Assigned',
      actor: {
        id: 'demo-handler2',
        capacity: 'official',
        office: 'haneul-civil',
        for: 'demo-registrar',
      },
    });
    expect(receipts[0].evidence.actor).not.toHaveProperty('for');

    const accesses = (await auditor.get(`/v1/submissions/${id}/accesses`)).body.items;
    expect(accesses).toContainEqual(expect.objectContaining({ ...who, action: 'assign' }));

    const closed = await newLetter();
    await decide('handler1', closed);
    expect((await assign('handler2', closed)).status).toBe(409);
    expect((await auditor.get(`/v1/submissions/${closed}/commands`)).body.refusals).toEqual([
      expect.objectContaining({ ...who, kind: 'assign', code: 'command.not_allowed_in_state' }),
    ]);
  });

  it('leave who acted for whom where the office is the party of what lies elsewhere', async () => {
    const documents = documentsOf(system);
    const document = await documents.dispatched({ recipients: [{ kind: 'office', id: 'haneul-food' }] });
    // The relay tells the engine of what has waited for some seconds.
    clock = new Date(clock.getTime() + 10_000);
    const { submission_id: id } = await system.db('deliveries').where({ document_id: document }).first();
    const state = await until(
      () => system.db('submissions').where({ id }).first('state'),
      (row) => row.state === 'registered',
    );
    expect(state).toEqual({ state: 'registered' });
    await delegate('approver', 'handler2', { from: inDays(0) });
    // An own role of any official would suffice; one who only looks after the records system has none.
    const member = system.db('office_members').where({ office: 'haneul-civil', person: 'demo-handler2' });
    const { roles } = await member.clone().first();
    await member.clone().update({ roles: ['records_system'] });
    const withdrawn = await system.as('handler2').act(id, 'withdrawals', {});
    await member.clone().update({ roles });
    expect(withdrawn).toMatchObject({ status: 200, body: { submission: { state: 'withdrawn' } } });
    const auditor = system.as('auditor');
    const receipts = (await auditor.get(`/v1/submissions/${id}/receipts`)).body.items;
    const told = receipts.find(
      ({ evidence }: { evidence: { event: string } }) => evidence.event === 'Withdrawn',
    );
    expect(told.evidence.actor).toEqual({ id: 'demo-handler2', capacity: 'party', for: 'demo-approver' });
    const accesses = (await auditor.get(`/v1/submissions/${id}/accesses`)).body.items;
    expect(accesses).toContainEqual(
      expect.objectContaining({ action: 'withdraw', actor: 'demo-handler2', onBehalfOf: 'demo-approver' }),
    );
  });

  it("are not needed, and not named, where the actor's own role suffices", async () => {
    await delegate('approver', 'handler2', { from: inDays(0) });
    const id = await newLetter();
    expect((await decide('handler2', id)).status).toBe(200);
    const { commands } = (await system.as('auditor').get(`/v1/submissions/${id}/commands`)).body;
    expect(commands).toContainEqual(
      expect.objectContaining({ kind: 'decide', actor: 'demo-handler2', onBehalfOf: null }),
    );
  });

  it('end when they are taken back, by whose roles they are or by an administrator', async () => {
    const id = await newLetter();
    for (const who of ['approver', 'admin']) {
      const { body } = await delegate('approver', 'handler2', { from: inDays(0) });
      expect(await allowed('handler2', id)).toContain('assign');
      const path = `/v1/delegations/${body.id}/revocations`;
      expect((await system.as('handler1').post(path, {})).status).toBe(404);
      expect((await system.as('handler2').post(path, {})).status).toBe(403);
      expect(await system.as(who).post(path, {})).toMatchObject({
        status: 200,
        body: { inForce: false, revokedBy: `demo-${who}` },
      });
      expect(await allowed('handler2', id)).not.toContain('assign');
      expect(await system.as(who).post(path, {})).toMatchObject({
        status: 409,
        body: { code: 'delegation.over' },
      });
    }
  });

  it('are not lent on, and give no right to lend', async () => {
    await delegate('admin', 'registrar', { from: inDays(0) });
    await delegate('registrar', 'handler2', { from: inDays(0) });
    const { memberships } = (await system.as('handler2').get('/v1/me')).body;
    expect(memberships.filter((one: { office: string }) => one.office === 'haneul-civil')).toEqual([
      { office: 'haneul-civil', roles: ['handler'] },
      { office: 'haneul-civil', roles: ['registrar'], for: 'demo-registrar' },
    ]);
    expect(await delegate('registrar', 'handler1', { person: 'demo-approver' })).toMatchObject({
      status: 403,
      body: { code: 'permission.denied' },
    });
  });

  it('follow the roles and the membership that the two have at the moment', async () => {
    await delegate('approver', 'handler2', { from: inDays(0) });
    const id = await newLetter();
    const member = system.db('office_members').where({ office: 'haneul-civil', person: 'demo-approver' });
    await member.clone().update({ roles: ['handler'] });
    expect((await assign('handler2', id)).status).toBe(403);
    await member.clone().update({ roles: ['approver'] });
    expect(await allowed('handler2', id)).toContain('assign');
    const own = system.db('office_members').where({ office: 'haneul-civil', person: 'demo-handler2' });
    await own.clone().delete();
    expect((await system.as('handler2').get(`/v1/submissions/${id}`)).status).toBe(404);
    await system
      .db('office_members')
      .insert({ office: 'haneul-civil', person: 'demo-handler2', roles: ['handler'] });
  });

  it('count in their office alone', async () => {
    await delegate('approver', 'handler2', { from: inDays(0) });
    const food = (await system.as('minji').submit({ ...LETTER, office: 'haneul-food' })).body.submission.id;
    expect((await decide('handler2', food)).status).toBe(403);
  });

  it('are given by an administrator for a member, and seen by who has to do with them', async () => {
    const given = await delegate('admin', 'handler2', { person: 'demo-approver', from: inDays(0) });
    expect(given).toMatchObject({
      status: 201,
      body: { person: 'demo-approver', to: 'demo-handler2', givenBy: 'demo-admin' },
    });
    const seen = async (who: string) =>
      (await system.as(who).get('/v1/delegations')).body.items.map((one: { id: string }) => one.id);
    for (const who of ['approver', 'handler2', 'admin']) expect(await seen(who)).toEqual([given.body.id]);
    for (const who of ['handler1', 'handler-food']) expect(await seen(who)).toEqual([]);
    const second = await delegate('registrar', 'handler1');
    expect(await seen('admin')).toEqual([second.body.id, given.body.id]);
    const first = await system.as('admin').get('/v1/delegations?limit=1');
    const rest = await system.as('admin').get(`/v1/delegations?limit=1&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...rest.body.items]).toEqual([second.body, given.body]);
    expect(rest.body.nextCursor).toBeUndefined();
    expect((await system.as('minji').get('/v1/delegations')).status).toBe(403);
  });

  it('are refused where they make no sense, with the place', async () => {
    const cases: [object, number, string, string][] = [
      [{ to: 'demo-handler-food' }, 422, 'delegation.not_a_member', '/to'],
      [{ to: 'demo-approver' }, 422, 'delegation.to_oneself', '/to'],
      [{ until: inDays(1) }, 400, 'request.invalid', '/until'],
      [{ until: inDays(400) }, 400, 'request.invalid', '/until'],
      [{ from: inDays(-3), until: inDays(-1) }, 422, 'delegation.over', '/until'],
    ];
    for (const [more, status, code, pointer] of cases)
      expect(await delegate('approver', 'handler2', more)).toMatchObject({
        status,
        body: { code, faults: [{ pointer }] },
      });
    expect(await delegate('approver', 'handler2', { office: 'haneul-food' })).toMatchObject({
      status: 404,
      body: { code: 'delegation.office_unknown' },
    });
    expect(await delegate('admin', 'handler2', { person: 'demo-handler-food' })).toMatchObject({
      status: 422,
      body: { code: 'delegation.not_a_member', faults: [{ pointer: '/person' }] },
    });
    expect(await delegate('admin', 'admin', { person: 'demo-approver' })).toMatchObject({
      status: 422,
      body: { code: 'delegation.to_oneself', faults: [{ pointer: '/to' }] },
    });
    expect((await delegate('minji', 'handler2')).status).toBe(403);
  });

  it('are given once, however often the request comes', async () => {
    const key = 'once';
    const wanted = { office: 'haneul-civil', to: 'demo-handler2', from: inDays(0), until: inDays(1) };
    const answers = [];
    for (let n = 0; n < 2; n += 1)
      answers.push(await system.as('approver').post('/v1/delegations', wanted, { key }));
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(await system.db('delegations')).toHaveLength(1);
    expect(
      await system
        .db('audit_entries')
        .where({ action: 'delegate' })
        .whereJsonSupersetOf('subjects', [answers[0]?.body.id]),
    ).toHaveLength(1);
  });
});
