import { v7 as uuid } from 'uuid';
import { MailRefused } from '../adapters/mail';
import { noticeMail } from '../adapters/notice-words';
import { insertCommand } from '../db/command-store';
import { findNotice, type NoticeToSend, settleNotice } from '../db/notice-store';
import { lockSubmission } from '../db/submission-store';
import type { Deps } from './deps';
import { present } from './system-command';

/**
 * Sends one notice by mail. The Message-ID is made of the notice's id, so that a mail sent twice is one mail to the
 * reader. A refusal for good becomes a command, and so evidence; everything else is tried again by the engine.
 * @param attempt which try this is, from 1
 * @throws MailDeferred when the mail server cannot take it now
 */
export function sendNotice(deps: Deps) {
  return async ({ noticeId }: { noticeId: string }, attempt: number): Promise<{ status: string }> => {
    const notice = await findNotice(deps.db, noticeId);
    if (notice === undefined) return { status: 'unknown' };
    if (notice.status === 'sent' || notice.status === 'refused') return { status: notice.status };
    if (notice.address === null) return refuse(deps, notice, 'no_address', attempt);
    try {
      const { response } = await deps.mailer.send(mailOf(deps, notice, notice.address));
      await settleNotice(deps.db, notice.id, {
        status: 'sent',
        at: deps.now(),
        response: codeOf(response),
        attempts: attempt,
      });
      return { status: 'sent' };
    } catch (error) {
      if (error instanceof MailRefused)
        return refuse(deps, notice, String(error.responseCode ?? 'refused'), attempt);
      await settleNotice(deps.db, notice.id, {
        status: 'deferred',
        at: deps.now(),
        response: 'deferred',
        attempts: attempt,
      });
      throw error;
    }
  };
}

function mailOf(deps: Deps, notice: NoticeToSend, address: string) {
  const { language } = notice;
  const words = noticeMail(notice.kind, language, {
    ...(notice.number === null ? {} : { number: notice.number }),
    ...(notice.formTitle === null ? {} : { formTitle: notice.formTitle[language] }),
    ...(notice.dueAt === null ? {} : { dueAt: notice.dueAt.toISOString() }),
    officeName: notice.officeName?.[language] ?? '',
    link: `${deps.publicUrl}/v1/submissions/${notice.submissionId}`,
  });
  const host = new URL(deps.publicUrl).hostname;
  return { ...words, to: address, language, messageId: `<notice.${notice.id}@${host}>` };
}

/** Recorded with the notice; the evidence follows by the ordinary way of a command. */
async function refuse(
  deps: Deps,
  notice: NoticeToSend,
  response: string,
  attempts: number,
): Promise<{ status: string }> {
  await deps.db.transaction(async (tx) => {
    const row = present(await lockSubmission(tx, notice.submissionId));
    const at = deps.now();
    if (!(await settleNotice(tx, notice.id, { status: 'refused', at, response, attempts }))) return;
    await insertCommand(tx, {
      id: uuid(),
      submissionId: row.id,
      seq: row.lastSeq + 1,
      kind: 'notice_failed',
      actor: 'system',
      capacity: 'system',
      office: row.office,
      facts: { notice: notice.id, kind: notice.kind, response },
      acceptedAt: at,
    });
  });
  return { status: 'refused' };
}

/** The reply's code and enhanced code (RFC 3463), without the words a server adds, which may name people. */
function codeOf(response: string): string {
  return /^\d{3}( \d\.\d\.\d)?/.exec(response)?.[0] ?? 'accepted';
}
