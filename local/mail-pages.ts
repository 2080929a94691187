import type { ReceivedMail } from './mailbox';

const STYLE = `body{font:1rem/1.6 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.4rem;text-align:left}
iframe{width:100%;height:24rem;border:1px solid #ccc}pre{white-space:pre-wrap;border:1px solid #ccc;padding:1rem}`;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style><h1>${escaped(title)}</h1>${body}</html>`;

export function mailsPage(mails: ReceivedMail[]): string {
  const rows = [...mails]
    .reverse()
    .map(
      (mail) =>
        `<tr><td>${escaped(mail.date)}</td><td>${escaped(mail.to)}</td><td><a href="/${mail.number}">${escaped(mail.subject)}</a></td><td>${mail.times}</td></tr>`,
    );
  return page(
    'Mailbox',
    `<table><tr><th>When</th><th>To</th><th>Subject</th><th>Times</th></tr>${rows.join('')}</table>`,
  );
}

/** The HTML part is shown in a frame that may run nothing and load nothing. */
export function mailPage(mail: ReceivedMail): string {
  const frame = `data:text/html;charset=utf-8;base64,${Buffer.from(mail.html).toString('base64')}`;
  const facts = `<p>To ${escaped(mail.to)} from ${escaped(mail.from)}, ${escaped(mail.date)}, ${escaped(mail.messageId)}</p>`;
  return page(
    mail.subject,
    `${facts}<pre>${escaped(mail.text)}</pre><iframe sandbox title="HTML part" src="${frame}"></iframe><p><a href="/">All mails</a></p>`,
  );
}
