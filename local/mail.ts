import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { freePort } from './free-port';
import { mailPage, mailsPage } from './mail-pages';

export interface LocalMail {
  smtpUrl: string;
  /** Where the mailbox is read in the browser. */
  url: string;
  stop(): Promise<void>;
}

/** A mail as it came; the same Message-ID twice is one mail that came twice. */
export interface ReceivedMail {
  number: number;
  to: string;
  from: string;
  subject: string;
  messageId: string;
  date: string;
  text: string;
  html: string;
  times: number;
}

/** An SMTP server on loopback that takes everything, keeps it as .eml files, and shows it in the browser. */
export async function startMail(options: {
  port?: number;
  httpPort?: number;
  dir: string;
}): Promise<LocalMail> {
  mkdirSync(options.dir, { recursive: true });
  const mails: ReceivedMail[] = [];
  for (const name of readdirSync(options.dir).sort())
    keep(mails, await simpleParser(readFileSync(join(options.dir, name))));
  let count = readdirSync(options.dir).length;

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    size: 10 * 1024 * 1024,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        count += 1;
        writeFileSync(join(options.dir, `${String(count).padStart(8, '0')}.eml`), raw);
        simpleParser(raw).then(
          (mail) => {
            keep(mails, mail);
            done();
          },
          (error: Error) => done(error),
        );
      });
    },
  });
  smtp.on('error', () => {});
  const port = await freePort(options.port);
  await new Promise<void>((resolve) => smtp.listen(port, '127.0.0.1', resolve));

  const http = createServer((req, res) => {
    const path = new URL(req.url ?? '/', 'http://local').pathname;
    if (path === '/messages.json') {
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(mails));
      return;
    }
    const mail = mails.find((one) => path === `/${one.number}`);
    if (path !== '/' && mail === undefined) return void res.writeHead(404).end('There is no such mail.\n');
    res.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self' data:",
    });
    res.end(mail === undefined ? mailsPage(mails) : mailPage(mail));
  });
  const httpPort = await freePort(options.httpPort);
  await new Promise<void>((resolve) => http.listen(httpPort, '127.0.0.1', resolve));
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    url: `http://127.0.0.1:${httpPort}`,
    async stop() {
      http.closeAllConnections();
      await Promise.all([
        new Promise((resolve) => http.close(resolve)),
        new Promise<void>((resolve) => smtp.close(resolve)),
      ]);
    },
  };
}

function keep(mails: ReceivedMail[], mail: ParsedMail): void {
  const messageId = mail.messageId ?? '';
  const known = mails.find((one) => one.messageId === messageId && messageId !== '');
  if (known !== undefined) {
    known.times += 1;
    return;
  }
  const to = [mail.to ?? []].flat();
  mails.push({
    number: mails.length + 1,
    to: to.map((address) => address.text).join(', '),
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    messageId,
    date: (mail.date ?? new Date()).toISOString(),
    text: mail.text ?? '',
    html: typeof mail.html === 'string' ? mail.html : '',
    times: 1,
  });
}
