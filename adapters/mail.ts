import { createTransport } from 'nodemailer';
import type { Language } from '../domain/words';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** With its angle brackets; the same notice has the same one however often it is sent. */
  messageId: string;
  language: Language;
}

export interface Mailer {
  /**
   * Hands one mail to the mail server.
   * @returns the server's reply to it, `250 …`
   * @throws MailRefused when it will never be taken, MailDeferred when it may be taken later
   */
  send(mail: Mail): Promise<{ response: string }>;
  /** @throws MailDeferred when the mail server cannot be reached or does not let us in */
  verify(): Promise<void>;
  close(): void;
}

/** The server, or the address itself, rules this mail out for good. Says no address: it may cross into logs. */
export class MailRefused extends Error {
  readonly permanent = true;

  constructor(readonly responseCode?: number) {
    super(
      responseCode === undefined
        ? 'The address is not one.'
        : `The mail server refused the mail (${responseCode}).`,
    );
    this.name = 'MailRefused';
  }
}

/** The mail could not be handed over now. `reason` is a reply code or a name such as `ETIMEDOUT`. */
export class MailDeferred extends Error {
  readonly permanent = false;

  constructor(readonly reason: string) {
    super(`The mail could not be handed over now (${reason}).`);
    this.name = 'MailDeferred';
  }
}

const STEP_MS = 10_000;
/** A server may trickle its replies for ever; the whole of a delivery, the wait for a connection included, may not. */
const WHOLE_MS = 45_000;

export interface MailSettings {
  /** `smtp://user:password@host:port` or `smtps://…`; `?requireTLS=true` insists on STARTTLS. */
  smtpUrl: string;
  from: string;
  /** Milliseconds for connecting, for the greeting and for each reply. */
  stepMs?: number;
}

export function createMailer({ smtpUrl, from, stepMs = STEP_MS }: MailSettings): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 3,
    maxRequeues: 1,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    async send(mail) {
      if (!isAddress(mail.to)) throw new MailRefused();
      try {
        const { response } = await transport.sendMail({
          from,
          // As an object it is one address, whatever commas it holds.
          to: { name: '', address: mail.to },
          subject: oneLine(mail.subject),
          text: mail.text,
          html: mail.html,
          messageId: oneLine(mail.messageId),
          // RFC 3834: nobody's absence notice should answer it.
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
          signal: AbortSignal.timeout(Math.max(WHOLE_MS, stepMs)),
        });
        return { response };
      } catch (error) {
        throw classify(error);
      }
    },

    async verify() {
      try {
        await transport.verify();
      } catch (error) {
        throw new MailDeferred(reasonOf(error as SmtpError));
      }
    },

    close: () => transport.close(),
  };
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  permanent?: boolean;
}

/**
 * Only what the server says of the recipient (RCPT) or the mail (DATA) speaks against this mail; a refusal of the
 * sender or of the log-in is our fault to repair, and the mail waits for that.
 */
function classify(error: unknown): MailRefused | MailDeferred {
  const { code, command, responseCode, permanent } = error as SmtpError;
  if (permanent === true && (command === 'RCPT TO' || command === 'DATA'))
    return new MailRefused(responseCode);
  if (code === 'EENVELOPE' && command === 'API') return new MailRefused();
  return new MailDeferred(reasonOf(error as SmtpError));
}

function reasonOf({ code, responseCode }: SmtpError): string {
  return responseCode === undefined ? (code ?? 'unknown') : String(responseCode);
}

/** One mailbox and nothing else: no list, no name beside it, no line break, no quoted local part. */
function isAddress(text: string): boolean {
  const parts = /^([^\s@<>()[\]\\,;:"\p{Cc}]{1,64})@([^\s@<>()[\]\\,;:"\p{Cc}]{1,253})$/u.exec(text);
  return parts !== null && !/^\.|\.\.|\.$/.test(`${parts[1]}`) && !/^[.-]|\.\.|[.-]$/.test(`${parts[2]}`);
}

/** A header is one line: whatever would begin another becomes a space. */
function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
