import { type LocalMail, startMail } from '../../local/mail';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const MINJI = 'minji@demo.invalid';
const OFFICE = 'haneul-civil@demo.invalid';

describe('mail', () => {
  let mail: LocalMail;
  let system: System;
  beforeAll(async () => {
    mail = await startMail();
    system = await startSystem({ env: { SMTP_URL: mail.smtpUrl }, relay: { noticesWaitMs: 50 } });
  });
  beforeEach(() => mail.behaviour(() => 'accept'));
  afterAll(async () => {
    mail.behaviour(() => 'accept');
    await system.stop();
    await mail.stop();
  });

  const register = async (): Promise<string> => (await system.as('minji').submit(LETTER)).body.submission.id;
  const notices = (id: string) =>
    system
      .db('notices')
      .where({ submission_id: id })
      .orderBy('kind')
      .select('kind', 'status', 'attempts', 'response');
  const settled = (id: string) =>
    until(
      () => notices(id),
      (rows) => rows.length > 0 && rows.every(({ status }) => status === 'sent' || status === 'refused'),
      40_000,
    );
  const mailsAbout = (id: string) => mail.messages().filter(({ text }) => text.includes(id));

  it('goes to party and office, each its own, however many travel together', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, register));
    for (const id of ids) expect((await settled(id)).map(({ status }) => status)).toEqual(['sent', 'sent']);
    for (const id of ids) {
      expect(
        mailsAbout(id)
          .flatMap(({ to }) => to)
          .sort(),
      ).toEqual([OFFICE, MINJI]);
    }
    const sent = ids.flatMap(mailsAbout);
    const linksTo = (reader: string) =>
      sent.filter(({ to }) => to.includes(reader)).map(({ text }) => /https?:\S+/.exec(text)?.[0]);
    expect(linksTo(MINJI).sort()).toEqual(
      ids.map((id) => `${system.url}/documents/${id}?language=ko`).sort(),
    );
    expect(linksTo(OFFICE).sort()).toEqual(ids.map((id) => `${system.url}/desk/${id}?language=ko`).sort());
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(24);
    const { rows } = await system.db.raw('SELECT count(DISTINCT carrier) AS groups FROM notices');
    expect(rows[0].groups).toBeLessThan(24);
  });

  it('refused for good to one is evidence for that one; the other gets it, and the submission goes on', async () => {
    mail.behaviour(({ to }) => (to === MINJI ? 'refuse' : 'accept'));
    const id = await register();
    expect(await settled(id)).toMatchObject([
      { kind: 'received_office', status: 'sent' },
      { kind: 'registered_party', status: 'refused', response: '550' },
    ]);
    const failure = await until(
      () => system.db('evidences').where({ submission_id: id, event: 'ConsignmentNotificationFailure' }),
      (rows) => rows.length > 0,
    );
    expect(failure).toHaveLength(1);
    const told = await system.as('minji').get(`/v1/submissions/${id}/receipts`);
    expect(JSON.stringify(told.body)).toContain('ConsignmentNotificationFailure');
    expect((await system.as('handler1').act(id, 'decisions', DECISION)).body.submission.state).toBe('closed');
  });

  it('deferred to one is tried again for that one alone', async () => {
    let tries = 0;
    mail.behaviour(({ to }) => {
      if (to !== OFFICE) return 'accept';
      tries += 1;
      return tries === 1 ? 'defer' : 'accept';
    });
    const id = await register();
    const rows = await settled(id);
    expect(rows.map(({ status }) => status)).toEqual(['sent', 'sent']);
    expect(rows.map(({ attempts }) => attempts)).toEqual([2, 1]);
    expect(mailsAbout(id)).toHaveLength(2);
    expect(await system.db('evidences').where({ submission_id: id })).toHaveLength(2);
  });

  it('that stalls holds up nobody: the submission is registered, decided and closed meanwhile', async () => {
    let stalled = 0;
    mail.behaviour(() => {
      stalled += 1;
      return 'stall';
    });
    const id = await register();
    await until(
      async () => stalled,
      (count) => count > 0,
    );
    const closed = await system.as('handler1').act(id, 'decisions', DECISION);
    expect(closed.body.submission.state).toBe('closed');
    expect(stalled).toBeGreaterThan(0);
    expect((await notices(id)).filter(({ status }) => status === 'sent')).toEqual([]);
    mail.behaviour(() => 'accept');
    expect((await settled(id)).map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
  }, 60_000);
});
