import { type System, startSystem } from '../support/system';

const PATH = '/v1/offices/haneul-civil/members';
const DAY = 86_400_000;

describe('the members of an office', () => {
  let system: System;
  let clock: Date;
  beforeAll(async () => {
    clock = new Date();
    system = await startSystem({ now: () => clock });
  });
  afterAll(() => system.stop());

  it('are listed by name with their roles, to its officials alone', async () => {
    const { status, body } = await system.as('handler1').get(PATH);
    expect(status).toBe(200);
    expect(body.items.map(({ person }: { person: string }) => person)).toEqual([
      'demo-handler2',
      'demo-handler1',
      'demo-approver',
      'demo-registrar',
    ]);
    expect(body.items[1]).toEqual({
      person: 'demo-handler1',
      name: '정처리 (시연)',
      roles: ['handler'],
      delegations: [],
    });
    expect(JSON.stringify(body)).not.toContain('@');
    expect((await system.as('handler-food').get(PATH)).status).toBe(403);
    expect((await system.as('minji').get(PATH)).status).toBe(403);
    expect((await system.as('handler1').get('/v1/offices/nowhere/members')).status).toBe(404);
  });

  it('show who stands in for them, from when it was given until it ends', async () => {
    const from = new Date(clock.getTime() + DAY).toISOString();
    const until = new Date(clock.getTime() + 2 * DAY).toISOString();
    const wanted = { office: 'haneul-civil', to: 'demo-handler2', from, until };
    await system.as('approver').post('/v1/delegations', wanted);
    const approver = async () =>
      (await system.as('registrar').get(PATH)).body.items.find(
        ({ person }: { person: string }) => person === 'demo-approver',
      ).delegations;
    const shown = { to: 'demo-handler2', name: '강담당 (시연)', from, until };
    expect(await approver()).toEqual([{ ...shown, inForce: false }]);
    clock = new Date(from);
    expect(await approver()).toEqual([{ ...shown, inForce: true }]);
    clock = new Date(until);
    expect(await approver()).toEqual([]);
  });
});
