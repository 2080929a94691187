import { documentsOf } from '../support/documents';
import { type Followed, follow } from '../support/follow';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '조용한 제목', body: '조용한 본문' }, office: 'haneul-civil' };
const ELSEWHERE = { ...LETTER, office: 'haneul-food' };

describe('whoever follows something', () => {
  let system: System;
  const streams: Followed[] = [];
  beforeAll(async () => {
    system = await startSystem();
  });
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.leave();
  });
  afterAll(() => system.stop());

  async function following(who: string, path: string, heard?: string): Promise<Followed> {
    const stream = await follow(system, path, await system.issuer.token(`demo-${who}`), heard);
    streams.push(stream);
    return stream;
  }
  const sent = async (document: object = LETTER) =>
    (await system.as('minji').submit(document)).body.submission as { id: string; version: number };
  const eventsOf = (id: string) => `/v1/submissions/${id}/events`;
  const readings = (id: string) =>
    system.db('audit_entries').where({ submission_id: id, action: 'read_submission' });

  it('is told that a submission changed, with its version and nothing else, and where it stands on coming again', async () => {
    const { id } = await sent();
    const stream = await following('minji', eventsOf(id));
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.headers.get('cache-control')).toBe('no-store');
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    const [first] = await stream.told(1);
    const { version } = (await system.as('minji').get(`/v1/submissions/${id}`)).body;
    expect(first).toMatchObject({ event: 'changed', data: JSON.stringify({ version }) });

    await system.as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    const told = (await stream.told(2)).at(-1);
    expect(JSON.parse(told?.data ?? '')).toEqual({ version: expect.any(Number) });
    expect(JSON.parse(told?.data ?? '').version).toBeGreaterThan(version);
    expect(stream.text()).not.toMatch(/조용한|demo-|haneul/);

    const settled =
      (await until(
        async () => stream.events.at(-1)?.id,
        (last) => last !== first?.id,
      )) ?? '';
    const again = await following('minji', eventsOf(id), settled);
    const late = await following('minji', eventsOf(id), first?.id);
    expect((await late.told(1))[0]?.id).not.toBe(first?.id);
    await system.as('handler1').act(id, 'openings', {});
    await again.told(1);
    expect(again.events.every((event) => event.id !== settled)).toBe(true);
  });

  it('hears nothing of what is not theirs; an official who follows is recorded once, as having read', async () => {
    const { id } = await sent();
    const foreign = await system.as('junho').get(eventsOf(id));
    expect([foreign.status, foreign.body.code]).toEqual([404, 'not_found']);
    const refused = { submission_id: id, kind: 'read_submission', actor: 'demo-junho' };
    expect(await system.db('refusals').where(refused)).toHaveLength(1);
    expect((await system.as('records-labor').get(eventsOf(id))).status).toBe(404);
    expect((await system.as('operator').get(eventsOf(id))).status).toBe(403);

    const stream = await following('handler1', eventsOf(id));
    await stream.told(1);
    await system.as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    await stream.told(2);
    expect(await readings(id).where({ actor: 'demo-handler1' })).toHaveLength(1);
    expect(await readings(id).where({ actor: 'demo-minji' })).toHaveLength(0);
  });

  it('is let go without a word once the submission is no longer theirs to read', async () => {
    const { id } = await sent();
    const stream = await following('handler1', eventsOf(id));
    await stream.told(1);
    await system.db('office_members').where({ person: 'demo-handler1' }).update({ roles: '{}' });
    try {
      await system.as('minji').act(id, 'withdrawals', {});
      await stream.ended;
      expect(stream.events).toHaveLength(1);
      expect((await system.as('handler1').get(eventsOf(id))).status).toBe(404);
    } finally {
      await system.db('office_members').where({ person: 'demo-handler1' }).update({ roles: '{handler}' });
    }
  });

  it('of a desk is told of what arrives there and not of other desks; who comes again looks', async () => {
    const stream = await following('registrar', '/v1/desk/events');
    const narrowed = await following('registrar', '/v1/desk/events?office=haneul-civil');
    const other = await following('handler-food', '/v1/desk/events');
    await sent();
    expect((await stream.told(1))[0]).toMatchObject({ event: 'changed', data: '{}' });
    await narrowed.told(1);
    expect(other.events).toEqual([]);
    await sent(ELSEWHERE);
    await other.told(1);
    expect(stream.text()).not.toMatch(/조용한|haneul/);
    const again = await following('registrar', '/v1/desk/events', stream.events[0]?.id);
    expect(await again.told(1)).toHaveLength(1);
    expect((await system.as('registrar').get('/v1/desk/events?office=haneul-food')).status).toBe(404);
    expect((await system.as('minji').get('/v1/desk/events')).status).toBe(403);
  });

  it('of a mailbox is told when an office has sent something, also to the organisation', async () => {
    const mine = await following('minji', '/v1/mailbox/events');
    const others = await following('junho', '/v1/mailbox/events');
    await documentsOf(system).dispatched();
    expect((await mine.told(1))[0]).toMatchObject({ event: 'changed', data: '{}' });
    expect(others.events).toEqual([]);
  });

  it('follows four things at a time, and no longer than the token lasts', async () => {
    const { id } = await sent();
    const token = await system.issuer.token('demo-sora', { exp: Math.floor(Date.now() / 1_000) + 2 });
    const short = await follow(system, '/v1/mailbox/events', token);
    await short.ended;
    expect(short.text()).toBe('retry: 3000\n\n');

    const four = await Promise.all([1, 2, 3, 4].map(() => following('minji', eventsOf(id))));
    const fifth = await system.as('minji').get('/v1/mailbox/events');
    expect([fifth.status, fifth.body.code]).toEqual([429, 'streams.too_many']);
    expect(fifth.headers.get('retry-after')).toBe('30');
    four[0]?.leave();
    const { status } = await until(
      () => system.as('minji').get('/v1/mailbox/events'),
      (answer) => answer.status === 200,
    );
    expect(status).toBe(200);
  });

  it('is told afterwards of what changed while the database could not be heard', async () => {
    const { id } = await sent();
    const stream = await following('minji', eventsOf(id));
    await stream.told(1);
    const cut = () =>
      system.db.raw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'gongmun-listener' AND datname = current_database()`);
    await cut();
    // Nobody listens at this moment: the trigger's word goes to nobody.
    await system.db('submissions').where({ id }).increment('last_seq', 1);
    expect(await stream.told(2)).toHaveLength(2);
  });
});
