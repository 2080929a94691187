import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createMailer, type Mail, MailDeferred, type Mailer, MailRefused } from '../../adapters/mail';

interface Received {
  raw: string;
  to: string[];
}

interface Post {
  mailer: Mailer;
  received: Received[];
  close(): Promise<void>;
}

/** A mail server on a free loopback port, with a mailer that speaks to it and waits `stepMs` for each reply. */
async function post(options: SMTPServerOptions, stepMs: number): Promise<Post> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((address) => address.address);
        received.push({ raw: Buffer.concat(chunks).toString('utf8'), to });
        done(null, 'queued as 1');
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailer = createMailer({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: '공문 <notice@gongmun.example>',
    stepMs,
  });
  return {
    mailer,
    received,
    async close() {
      mailer.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const replying = (responseCode: number): Error =>
  Object.assign(new Error('no mailbox hong@example.kr here'), { responseCode });

const MAIL: Mail = {
  to: 'hong@example.kr',
  subject: '[공문] 보내신 문서가 등록되었습니다',
  text: '본문입니다.\n',
  html: '<p>본문입니다.</p>',
  messageId: '<notice.0001@gongmun.example>',
  language: 'ko',
};

let open: Post[] = [];
async function opened(options: SMTPServerOptions = {}, stepMs = 10_000): Promise<Post> {
  const one = await post(options, stepMs);
  open.push(one);
  return one;
}
afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});

async function failure(sending: Promise<unknown>): Promise<Error> {
  return sending.then(
    () => {
      throw new Error('the mail was taken');
    },
    (error: Error) => error,
  );
}

describe('handing a mail to the mail server', () => {
  test('the mail arrives in both forms, with its own Message-ID and the headers of an automatic notice', async () => {
    const { mailer, received } = await opened();
    expect((await mailer.send(MAIL)).response).toMatch(/^250 /);
    expect(received).toHaveLength(1);
    expect(received[0]?.to).toEqual(['hong@example.kr']);
    const mail = await simpleParser(received[0]?.raw ?? '');
    expect(mail.messageId).toBe('<notice.0001@gongmun.example>');
    expect(mail.subject).toBe(MAIL.subject);
    expect(mail.text).toBe('본문입니다.\n');
    expect(mail.html).toContain('<p>본문입니다.</p>');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.get('content-language')).toBe('ko');
    expect(mail.from?.value[0]).toMatchObject({ address: 'notice@gongmun.example', name: '공문' });
  });

  test('twenty mails at once share a few connections', async () => {
    let connections = 0;
    const { mailer, received } = await opened({
      onConnect(_session, done) {
        connections += 1;
        done();
      },
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => mailer.send({ ...MAIL, messageId: `<n.${n}@g.example>` })),
    );
    expect(received).toHaveLength(20);
    expect(connections).toBeLessThanOrEqual(3);
  });

  test('line breaks in any value that becomes a header add no header and no recipient', async () => {
    const { mailer, received } = await opened();
    const evil = 'x\r\nBcc: victim@example.org\r\nX-Evil: 1\r\n\r\nbody\nX-Evil: 2\rX-Evil: 3\u2028X-Evil: 4';
    await mailer.send({ ...MAIL, subject: evil });
    await mailer.send({ ...MAIL, messageId: `<a@b.example>${evil}` });
    await mailer.send({ ...MAIL, language: evil as 'ko' });
    for (const one of received) {
      expect(one.to).toEqual(['hong@example.kr']);
      const { headers } = await simpleParser(one.raw);
      expect(headers.has('x-evil')).toBe(false);
      expect(headers.has('bcc')).toBe(false);
    }
    expect(received).toHaveLength(3);
  });

  test.each([
    '',
    'hong',
    'a@b@c.example',
    'hong@example.kr, other@example.kr',
    'hong@example.kr\r\nRCPT TO:<x@y.example>',
    'Hong <hong@example.kr>',
    '"a b"@example.kr',
    'hong@-example.kr',
    'hong..gil@example.kr',
    `${'a'.repeat(65)}@example.kr`,
  ])('%j is refused for good without asking the server', async (to) => {
    const { mailer, received } = await opened();
    await expect(mailer.send({ ...MAIL, to })).rejects.toBeInstanceOf(MailRefused);
    expect(received).toHaveLength(0);
  });

  test.each([550, 553])(
    'a recipient refused with %i is refused for good, and no address is told',
    async (code) => {
      const { mailer } = await opened({ onRcptTo: (_address, _session, done) => done(replying(code)) });
      const error = await failure(mailer.send(MAIL));
      expect(error).toBeInstanceOf(MailRefused);
      expect(error).toMatchObject({ permanent: true, responseCode: code });
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toContain('hong');
    },
  );

  test('a mail refused with 554 after its content is refused for good', async () => {
    const { mailer } = await opened({
      onData(stream, _session, done) {
        stream.resume();
        stream.on('end', () => done(replying(554)));
      },
    });
    expect(await failure(mailer.send(MAIL))).toMatchObject({ permanent: true, responseCode: 554 });
  });

  test.each([450, 451])('a recipient put off with %i is deferred', async (code) => {
    const { mailer } = await opened({ onRcptTo: (_address, _session, done) => done(replying(code)) });
    const error = await failure(mailer.send(MAIL));
    expect(error).toBeInstanceOf(MailDeferred);
    expect(error).toMatchObject({ permanent: false, reason: String(code) });
    expect(`${error.message} ${JSON.stringify(error)} ${error.cause}`).not.toContain('hong');
  });

  test('a refusal of our own sender is not held against the recipient', async () => {
    const { mailer } = await opened({ onMailFrom: (_address, _session, done) => done(replying(550)) });
    expect(await failure(mailer.send(MAIL))).toBeInstanceOf(MailDeferred);
  });

  test('a server that stalls before its reply is given up on', async () => {
    const { mailer } = await opened({ onRcptTo: () => {} }, 400);
    const started = Date.now();
    expect(await failure(mailer.send(MAIL))).toBeInstanceOf(MailDeferred);
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test('a server that takes the connection and says nothing is given up on', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket.on('error', () => {})));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'a@b.example', stepMs: 300 });
    expect(await failure(mailer.send(MAIL))).toBeInstanceOf(MailDeferred);
    await expect(mailer.verify()).rejects.toBeInstanceOf(MailDeferred);
    mailer.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  test('without a server the mail is deferred, and goes through once it is there', async () => {
    const gone = await post({}, 10_000);
    await gone.close();
    const { mailer } = await opened();
    expect(await failure(gone.mailer.send(MAIL))).toBeInstanceOf(MailDeferred);
    await mailer.verify();
    await mailer.send(MAIL);
  });

  test('after a refusal the same connection carries the next mail', async () => {
    let first = true;
    const { mailer, received } = await opened({
      onRcptTo(_address, _session, done) {
        done(first ? replying(550) : null);
        first = false;
      },
    });
    expect(await failure(mailer.send(MAIL))).toBeInstanceOf(MailRefused);
    await mailer.send(MAIL);
    expect(received).toHaveLength(1);
  });
});
