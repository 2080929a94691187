import { type System, startSystem } from '../support/system';

const LETTER = { letter: { title: '조용한 제목', body: '조용한 본문' }, office: 'haneul-civil' };

describe('tracking by code', () => {
  let system: System;
  let sent: { id: string; trackingCode: string; registrationNumber: string };
  beforeAll(async () => {
    system = await startSystem({ env: { TRACKING_LIMIT_PER_MINUTE: '30' } });
    sent = (await system.as('minji').submit(LETTER)).body.submission;
  });
  afterAll(() => system.stop());

  const track = (code: string) => system.as(null).get(`/v1/track/${encodeURIComponent(code)}`);

  it('tells state, office and dates to whoever holds the code, however it is typed, and nothing else', async () => {
    const tracked = await track(sent.trackingCode);
    expect(tracked.status).toBe(200);
    expect(tracked.headers.get('cache-control')).toBe('no-store');
    expect(tracked.body).toEqual({
      state: 'registered',
      office: { ko: expect.any(String), en: expect.any(String) },
      receivedAt: expect.any(String),
      registeredAt: expect.any(String),
      dueAt: expect.any(String),
      decidedAt: null,
      closedAt: null,
    });
    const text = JSON.stringify(tracked.body);
    const { party_person: party } = await system.db('submissions').where({ id: sent.id }).first();
    for (const secret of [sent.id, sent.registrationNumber, party, '조용한', '민지'])
      expect(text).not.toContain(secret);
    const typed = sent.trackingCode
      .toLowerCase()
      .replaceAll('-', ' ')
      .replaceAll('0', 'o')
      .replaceAll('1', 'l');
    expect((await track(typed)).body).toEqual(tracked.body);
  });

  it('follows the document to its end', async () => {
    const reply = { title: '답변', body: '회신합니다.' };
    await system.as('handler1').act(sent.id, 'decisions', { outcome: 'granted', reply });
    const { body } = await track(sent.trackingCode);
    expect(body).toMatchObject({
      state: 'closed',
      decidedAt: expect.any(String),
      closedAt: expect.any(String),
    });
    expect(body).not.toHaveProperty('outcome');
  });

  it('answers alike to every code that is none, whatever it looks like', async () => {
    const unknown = await track('00000-00000-00000-00000');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'tracking.unknown']);
    const told = ({ instance: _, ...body }: Record<string, unknown>) => body;
    const { tracking_hash: hash } = await system.db('submissions').where({ id: sent.id }).first();
    for (const code of [
      'x',
      '%',
      sent.trackingCode.slice(0, -1),
      'U'.repeat(20),
      hash,
      'ㄱ'.repeat(20),
      'a/b',
      sent.id,
    ]) {
      const answer = await track(code);
      expect([code, answer.status, told(answer.body)]).toEqual([code, 404, told(unknown.body)]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is recorded for the party to see, and the code stands nowhere', async () => {
    await track(sent.trackingCode);
    const entries = await system.db('audit_entries').where({ action: 'track' });
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries)
      expect(entry).toMatchObject({
        actor: 'anyone',
        capacity: 'anyone',
        submission_id: sent.id,
        office: null,
      });
    const readers = (await system.as('minji').get(`/v1/submissions/${sent.id}/readers`)).body.items;
    expect(readers).toContainEqual(expect.objectContaining({ action: 'track', capacity: 'anyone' }));
  });

  it('has a limit of its own for each address, which other requests neither use up nor meet', async () => {
    const statuses: number[] = [];
    for (let asked = 0; asked < 32; asked++) statuses.push((await track(`wrong-${asked}`)).status);
    expect(statuses.at(-1)).toBe(429);
    const limited = await track(sent.trackingCode);
    expect([limited.status, limited.body.code]).toEqual([429, 'rate.limited']);
    expect(limited.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await system.as(null).get('/v1/offices')).status).toBe(200);
  });
});
