import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';

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

export interface Mailbox {
  /** Kept when it returns. */
  take(raw: Buffer): Promise<void>;
  /** In the order of their first arrival. */
  mails(): ReceivedMail[];
}

/** The mails that came, each kept as an .eml file in `dir`, or in memory only. */
export async function openMailbox(dir: string | undefined): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const byId = new Map<string, ReceivedMail>();
  let last = 0;

  function show(mail: ParsedMail): void {
    const known = byId.get(mail.messageId ?? '');
    if (known !== undefined) {
      known.times += 1;
      return;
    }
    const received = toReceived(mails.length + 1, mail);
    mails.push(received);
    if (received.messageId !== '') byId.set(received.messageId, received);
  }

  if (dir !== undefined) {
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir)
      .filter((one) => /^\d{8}\.eml$/.test(one))
      .sort()) {
      show(await simpleParser(readFileSync(join(dir, name))));
      last = Number.parseInt(name, 10);
    }
  }
  return {
    async take(raw) {
      const mail = await simpleParser(raw);
      last += 1;
      if (dir !== undefined) writeFileSync(join(dir, `${String(last).padStart(8, '0')}.eml`), raw);
      show(mail);
    },
    mails: () => mails,
  };
}

function toReceived(number: number, mail: ParsedMail): ReceivedMail {
  const to = [mail.to ?? []].flat();
  return {
    number,
    to: to.map((address) => address.text).join(', '),
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    date: (mail.date ?? new Date()).toISOString(),
    text: mail.text ?? '',
    html: typeof mail.html === 'string' ? mail.html : '',
    times: 1,
  };
}
