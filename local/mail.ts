import { createServer, type Server } from 'node:http';
import { SMTPServer } from 'smtp-server';
import { freePort } from './free-port';
import { mailPage, mailsPage } from './mail-pages';
import { type Mailbox, openMailbox, type ReceivedMail } from './mailbox';

/** What the server does with a mail: take it, refuse it for good, refuse it for now, or never answer. */
export type MailBehaviour = (mail: { from: string; to: string }) => 'accept' | 'refuse' | 'defer' | 'stall';

export interface LocalMail {
  smtpUrl: string;
  /** Where the mailbox is read in the browser. */
  url: string;
  messages(): ReceivedMail[];
  /** From now on; tests make the server misbehave so. */
  behaviour(next: MailBehaviour): void;
  stop(): Promise<void>;
}

/** An SMTP server on loopback whose mailbox can be read in the browser. */
export async function startMail(
  options: { port?: number; httpPort?: number; dir?: string } = {},
): Promise<LocalMail> {
  const mailbox = await openMailbox(options.dir);
  let behaviour: MailBehaviour = () => 'accept';
  const smtp = createSmtp(mailbox, (mail) => behaviour(mail));
  const http = createPages(mailbox);
  const port = await freePort(options.port);
  const httpPort = await freePort(options.httpPort);
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(port, '127.0.0.1', resolve);
  });
  // A client that hangs up in the middle is its own affair.
  smtp.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(httpPort, '127.0.0.1', resolve);
  });
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    url: `http://127.0.0.1:${httpPort}`,
    messages: () => mailbox.mails(),
    behaviour(next) {
      behaviour = next;
    },
    async stop() {
      http.closeAllConnections();
      await Promise.all([
        new Promise((resolve) => http.close(resolve)),
        new Promise<void>((resolve) => smtp.close(resolve)),
      ]);
    },
  };
}

function createSmtp(mailbox: Mailbox, behaviour: MailBehaviour): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    size: 10 * 1024 * 1024,
    closeTimeout: 500,
    onRcptTo({ address }, { envelope }, done) {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const does = behaviour({ from, to: address });
      if (does === 'accept') done();
      if (does === 'refuse') done(replying(550, 'No such mailbox here'));
      if (does === 'defer') done(replying(451, 'Come again later'));
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(replying(552, 'The mail is too large'));
        mailbox.take(Buffer.concat(chunks)).then(() => done(), done);
      });
    },
  });
}

const replying = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

/** The list, one mail, and both as JSON; `/messages.json?contains=TEXT` narrows it to those whose text has it. */
function createPages(mailbox: Mailbox): Server {
  return createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://local');
    if (pathname === '/messages.json') {
      const words = searchParams.get('contains') ?? '';
      const found = mailbox.mails().filter((mail) => mail.text.includes(words));
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
      return;
    }
    const mail = mailbox.mails().find((one) => pathname === `/${one.number}`);
    if (pathname !== '/' && mail === undefined) {
      res.writeHead(404).end('There is no such mail.\n');
      return;
    }
    res.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src data:",
    });
    res.end(mail === undefined ? mailsPage(mailbox.mails()) : mailPage(mail));
  });
}
