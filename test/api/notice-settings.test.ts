import { type LocalMail, startMail } from '../../local/mail';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const PATH = '/v1/notification-settings';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const ALL = {
  received: true,
  progress: true,
  requests: true,
  decisions: true,
  mailbox: true,
  drafts: true,
};

describe('notification settings', () => {
  let mail: LocalMail;
  let system: System;
  beforeAll(async () => {
    mail = await startMail();
    system = await startSystem({ env: { SMTP_URL: mail.smtpUrl }, relay: { noticesWaitMs: 20 } });
  });
  afterAll(async () => {
    await system.stop();
    await mail.stop();
  });

  const send = async (who: string): Promise<string> =>
    (await system.as(who).submit(LETTER)).body.submission.id;
  const noticeOf = (id: string, kind: string) =>
    until(
      () => system.db('notices').where({ submission_id: id, kind }).first('status'),
      (row) => ['sent', 'unwanted'].includes(row?.status),
    );
  const subjects = (to: string) =>
    mail
      .messages()
      .filter((one) => one.to.includes(to))
      .map(({ subject }) => subject);

  it('are every mail, in the language of the identity provider, until somebody chooses', async () => {
    const answer = await system.as('sora').get(PATH);
    expect([answer.status, answer.body]).toEqual([200, { language: null, mails: ALL }]);
    const unsure = await system.as('sora').post(PATH, { language: null, mails: { received: false } });
    expect([unsure.status, unsure.body.code]).toEqual([400, 'request.invalid']);
    expect((await system.as('sora').get(PATH)).body.mails).toEqual(ALL);
  });

  it('keep a mail back that was declined, which is no failure, and change nothing of the procedure', async () => {
    const chosen = { language: 'en', mails: { ...ALL, received: false } };
    const answer = await system.as('minji').post(PATH, chosen);
    expect([answer.status, answer.body]).toEqual([201, chosen]);
    expect((await system.as('junho').get(PATH)).body.mails).toEqual(ALL);
    const before = subjects('minji').length;
    const id = await send('minji');
    expect((await noticeOf(id, 'registered_party')).status).toBe('unwanted');
    expect((await noticeOf(id, 'received_office')).status).toBe('sent');
    const handler = system.as('handler1');
    await system.as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    await handler.act(id, 'openings', {});
    await handler.act(id, 'decisions', { outcome: 'noted', reply: { title: '답변', body: '회신합니다.' } });
    expect((await noticeOf(id, 'decided_party')).status).toBe('sent');
    expect(subjects('minji').slice(before)).toEqual([
      expect.stringContaining('Your document has been decided'),
    ]);
    const { items } = (await system.as('minji').get(`/v1/submissions/${id}/receipts`)).body;
    const events = items.map(({ evidence }: { evidence: { event: string } }) => evidence.event);
    expect(events).toContain('ContentConsignment');
    expect(events).not.toContain('ConsignmentNotificationFailure');
    const shown = await system.as('auditor').get(`/v1/submissions/${id}/notices`);
    expect(shown.body.items).toContainEqual(
      expect.objectContaining({ kind: 'registered_party', status: 'unwanted' }),
    );
    const [entry] = await system.db('audit_entries').where({ action: 'set_notice_settings' });
    expect(entry).toMatchObject({ actor: 'demo-minji', subjects: ['en', 'received'] });
  });

  it('are taken back as they were chosen', async () => {
    await system.as('minji').post(PATH, { language: null, mails: ALL });
    const id = await send('minji');
    expect((await noticeOf(id, 'registered_party')).status).toBe('sent');
    expect(subjects('minji').at(-1)).toContain('보내신 문서가 등록되었습니다');
  });
});
