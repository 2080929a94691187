import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMailer, type Mail, MailDeferred, type Mailer, MailRefused } from '../../adapters/mail';
import { type LocalMail, startMail } from '../../local/mail';

const MAIL: Mail = {
  to: 'minji@demo.invalid',
  subject: '[공문] 보내신 문서가 등록되었습니다',
  text: '등록번호: haneul-civil-2026-1\n',
  html: '<p>등록번호 <script>parent.alert(1)</script></p>',
  messageId: '<notice.1@gongmun.example>',
  language: 'ko',
};

describe('the local mail server', () => {
  let dir: string;
  let mail: LocalMail;
  let mailer: Mailer;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gongmun-mail-'));
    await start();
  });
  afterEach(async () => {
    await end();
    await rm(dir, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    mail = await startMail({ dir });
    mailer = createMailer({ smtpUrl: mail.smtpUrl, from: 'gongmun@demo.invalid', stepMs: 300 });
  }
  async function end(): Promise<void> {
    mailer.close();
    await mail.stop();
  }

  it('keeps what comes, and shows the same mail sent twice once, with a count', async () => {
    await mailer.send(MAIL);
    await mailer.send(MAIL);
    await mailer.send({ ...MAIL, messageId: '<notice.2@gongmun.example>', text: 'haneul-civil-2026-2' });
    const answer = await fetch(`${mail.url}/messages.json`);
    expect(await answer.json()).toMatchObject([
      { to: 'minji@demo.invalid', subject: MAIL.subject, messageId: MAIL.messageId, times: 2 },
      { messageId: '<notice.2@gongmun.example>', times: 1 },
    ]);
    const narrowed = await fetch(`${mail.url}/messages.json?contains=2026-2`);
    expect(await narrowed.json()).toHaveLength(1);
  });

  it('has the same mails after a restart, and numbers on', async () => {
    await mailer.send(MAIL);
    await mailer.send(MAIL);
    const before = mail.messages();
    await end();
    await start();
    expect(mail.messages()).toEqual(before);
    await mailer.send({ ...MAIL, messageId: '<notice.2@gongmun.example>' });
    expect(mail.messages().map(({ number }) => number)).toEqual([1, 2]);
  });

  it('shows a mail where its HTML can run and load nothing', async () => {
    await mailer.send(MAIL);
    expect(await (await fetch(mail.url)).text()).toContain('보내신 문서가 등록되었습니다');
    const answer = await fetch(`${mail.url}/1`);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await answer.text();
    expect(page).toContain('<iframe sandbox ');
    expect(page).not.toContain('<script');
    expect((await fetch(`${mail.url}/2`)).status).toBe(404);
  });

  it('refuses for good, refuses for now, or never answers, as a test wants it', async () => {
    mail.behaviour(({ to }) => (to === MAIL.to ? 'refuse' : 'accept'));
    await expect(mailer.send(MAIL)).rejects.toThrow(MailRefused);
    await mailer.send({ ...MAIL, to: 'junho@demo.invalid' });
    mail.behaviour(() => 'defer');
    await expect(mailer.send(MAIL)).rejects.toThrow(MailDeferred);
    mail.behaviour(() => 'stall');
    await expect(mailer.send(MAIL)).rejects.toThrow(MailDeferred);
    expect(mail.messages()).toHaveLength(1);
  });
});
