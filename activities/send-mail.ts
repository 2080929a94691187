import { MailRefused } from '../adapters/mail';
import { directMail } from '../adapters/mail-words';
import {
  abandonedMails,
  deferMail,
  findMail,
  keyOfSettled,
  type MailRow,
  settleMail,
} from '../db/mail-store';
import { failpoint } from '../domain/failpoints';
import { pageOfMail } from '../domain/portal-page';
import type { Deps } from './deps';

/**
 * Sends a mail that belongs to no submission, once: its Message-ID is made of its id. When it is settled its address and
 * words are destroyed with their key.
 * @throws MailDeferred when it could not be handed over now
 */
export function sendMail(deps: Deps) {
  return async ({ mailId }: { mailId: string }): Promise<void> => {
    const mail = await findMail(deps.db, deps.cipher, mailId);
    if (mail === undefined) return forget(deps, mailId);
    try {
      await deps.mailer.send(letterOf(deps, mail));
      await failpoint('direct_mail.sent');
      await settle(deps, mail, 'sent', 'accepted');
    } catch (error) {
      if (!(error instanceof MailRefused)) {
        await deferMail(deps.db, mail.id);
        throw error;
      }
      await settle(deps, mail, 'refused', String(error.responseCode ?? 'refused'));
    }
  };
}

function letterOf(deps: Deps, { id, kind, content }: MailRow) {
  const words = directMail(kind, content, `${deps.publicUrl}${pageOfMail(kind, content.language)}`);
  const host = new URL(deps.publicUrl).hostname;
  return { ...words, to: content.to, language: content.language, messageId: `<mail.${id}@${host}>` };
}

async function settle(
  deps: Pick<Deps, 'db' | 'cipher' | 'now'>,
  mail: Pick<MailRow, 'id' | 'contentKey'>,
  status: 'sent' | 'refused',
  response: string,
): Promise<void> {
  await settleMail(deps.db, mail.id, { status, response, at: deps.now() });
  await failpoint('direct_mail.settled');
  await deps.cipher.destroy([mail.contentKey]);
}

/** Whoever settled it may have died before the key was gone; the step is asked for again then. */
async function forget(deps: Pick<Deps, 'db' | 'cipher'>, mailId: string): Promise<void> {
  const key = await keyOfSettled(deps.db, mailId);
  if (key !== undefined) await deps.cipher.destroy([key]);
}

/** What the engine has tried for as long as it does, or lost. */
export async function giveUpMails(
  deps: Pick<Deps, 'db' | 'cipher' | 'now'>,
  writtenBefore: Date,
): Promise<void> {
  for (const mail of await abandonedMails(deps.db, writtenBefore))
    await settle(deps, mail, 'refused', 'gave_up');
}
