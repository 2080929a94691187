import { DEFAULT_LADDER } from '../../domain/ladder';
import { type System, startSystem } from '../support/system';

const OFFICE = 'haneul';
const PATH = `/v1/offices/${OFFICE}/ladder`;
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: OFFICE };
const OWN = [
  { afterHours: 1, tell: 'handler' },
  { afterHours: 2, tell: 'office_admin' },
  { afterHours: 2_000, tell: 'parent' },
];

describe("an office's ladder", () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const watchesOf = async (id: string): Promise<{ silence: string; step: number; tell: string }[]> =>
    (await system.db('submissions').where({ id }).first()).watches.filter(
      ({ silence }: { silence: string }) => silence === 'never_opened',
    );
  const submitted = async (): Promise<string> => (await system.as('minji').submit(LETTER)).body.submission.id;

  it('is ours until an admin sets it, holds for what comes from then on, and is ours again', async () => {
    expect((await system.as('admin').get(PATH)).body).toEqual({
      office: OFFICE,
      ladder: DEFAULT_LADDER,
      own: [],
    });
    const before = await submitted();
    const told = await watchesOf(before);
    const set = await system.as('admin').post(PATH, { never_opened: OWN });
    expect(set).toMatchObject({
      status: 201,
      body: { ladder: { ...DEFAULT_LADDER, never_opened: OWN }, own: ['never_opened'] },
    });
    expect((await system.as('auditor').get(PATH)).body).toEqual(set.body);
    const after = await submitted();
    expect((await watchesOf(after)).map(({ tell }) => tell)).toEqual(['handler', 'office_admin', 'parent']);
    expect(await watchesOf(before)).toEqual(told);
    const reset = await system.as('admin').post(PATH, {});
    expect(reset.body).toEqual({ office: OFFICE, ladder: DEFAULT_LADDER, own: [] });
    const audited = await system.db('audit_entries').where({ action: 'set_ladder' }).orderBy('at');
    expect(audited.map(({ actor, subjects }) => ({ actor, subjects }))).toEqual([
      {
        actor: 'demo-admin',
        subjects: [
          OFFICE,
          'never_opened 1 handler',
          'never_opened 2 office_admin',
          'never_opened 2000 parent',
        ],
      },
      { actor: 'demo-admin', subjects: [OFFICE] },
    ]);
  });

  it('sent twice under one key is set once', async () => {
    const body = { never_read: [{ afterHours: 5, tell: 'office_admin' }] };
    const count = () => system.db('audit_entries').where({ action: 'set_ladder' });
    const before = (await count()).length;
    for (const _ of [1, 2])
      expect((await system.as('admin').post(PATH, body, { key: 'ladder-once' })).body.own).toEqual([
        'never_read',
      ]);
    expect(await count()).toHaveLength(before + 1);
  });

  it('is set by an admin of the office and read by its members and auditors', async () => {
    const civil = '/v1/offices/haneul-civil/ladder';
    for (const who of ['registrar', 'handler1', 'approver', 'auditor'])
      expect([who, (await system.as(who).get(civil)).status]).toEqual([who, 200]);
    for (const who of ['minji', 'handler-food', 'operator'])
      expect([who, (await system.as(who).get(civil)).status]).toEqual([who, 403]);
    for (const who of ['registrar', 'approver', 'auditor', 'admin', 'minji'])
      expect([who, (await system.as(who).post(civil, {})).status]).toEqual([who, 403]);
    expect((await system.as('auditor').get('/v1/offices/no-such-office/ladder')).status).toBe(404);
  });

  it.each([
    ['of no step', [], '/never_opened'],
    ['of ten steps', Array.from({ length: 10 }, (_, at) => ({ afterHours: at + 1, tell: 'parent' }))],
    ['that goes back', [OWN[1], OWN[0]]],
    ['of two steps at one time', [OWN[0], OWN[0]]],
    ['before the first hour', [{ afterHours: 0, tell: 'parent' }], '/never_opened/0/afterHours'],
    ['after more than a year', [{ afterHours: 2_001, tell: 'parent' }], '/never_opened/0/afterHours'],
    ['that tells the party', [{ afterHours: 1, tell: 'party' }], '/never_opened/0/tell'],
  ])('is refused %s', async (_, steps, pointer = '/never_opened') => {
    const answer = await system.as('admin').post(PATH, { never_opened: steps });
    expect(answer.status).toBe(400);
    expect(answer.body.faults[0].pointer).toBe(pointer);
  });
});
