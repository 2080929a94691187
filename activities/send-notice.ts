import { v7 as uuid } from 'uuid';
import { MailRefused } from '../adapters/mail';
import { noticeMail } from '../adapters/notice-words';
import { insertCommand } from '../db/command-store';
import {
  abandonedNotices,
  findNotices,
  markDeferred,
  markRefused,
  markSent,
  markUnsent,
  type NoticeToSend,
} from '../db/notice-store';
import { lockSubmission } from '../db/submission-store';
import { failpoint } from '../domain/failpoints';
import { isDeclined } from '../domain/notice-settings';
import { pageOfNotice } from '../domain/portal-page';
import { recordNoticeFailure, recordNotified } from './deliver-documents';
import type { Deps } from './deps';
import { present } from './system-command';

/**
 * Sends a notice by mail, and those that it carries (decision 0016). The Message-ID is made of the notice's id, so
 * that a mail sent twice is one mail to the reader. A refusal for good becomes a command, and so evidence. What the
 * mail server cannot take now is tried again: the carrier's own by the engine, every other by an activity of its own.
 * @throws MailDeferred when the carrier's own mail could not be handed over now
 */
export function sendNotice(deps: Deps) {
  return async ({ noticeId }: { noticeId: string }): Promise<void> => {
    const notices = await findNotices(deps.db, deps.cipher, noticeId);
    const outcomes = await Promise.all(notices.map((notice) => send(deps, notice)));
    await failpoint('mail.sent');
    const sent = outcomes.filter((outcome) => outcome.what === 'sent');
    await settleSent(deps, notices, sent);
    for (const status of ['unaddressed', 'unwanted'] as const) {
      const unsent = outcomes.flatMap((outcome) => (outcome.what === status ? outcome.id : []));
      await markUnsent(deps.db, status, unsent, deps.now());
    }
    const refused = outcomes.filter((outcome) => outcome.what === 'refused');
    for (const { notice, response } of refused) await refuse(deps, notice, response);
    const deferred = outcomes.filter((outcome) => outcome.what === 'deferred');
    await markDeferred(
      deps.db,
      noticeId,
      deferred.map(({ id }) => id),
    );
    if (deferred.some(({ id }) => id !== noticeId)) deps.noticesWritten();
    const own = deferred.find(({ id }) => id === noticeId);
    if (own) throw own.error;
  };
}

/** What told a recipient of an official document is evidence of its delivery, in the transaction that says so. */
async function settleSent(
  deps: Deps,
  notices: NoticeToSend[],
  sent: { id: string; response: string }[],
): Promise<void> {
  const at = deps.now();
  const ids = new Set(sent.map(({ id }) => id));
  const arrived = notices.filter(({ id, kind }) => kind === 'document_received' && ids.has(id));
  const deliveries = arrived.flatMap(({ deliveryId }) => deliveryId ?? []);
  if (deliveries.length === 0) return markSent(deps.db, sent, at);
  await deps.db.transaction(async (tx) => {
    await markSent(tx, sent, at);
    await recordNotified(tx, deps, deliveries, at);
  });
}

type Outcome =
  | { what: 'sent'; id: string; response: string }
  | { what: 'unaddressed' | 'unwanted'; id: string }
  | { what: 'refused'; notice: NoticeToSend; response: string }
  | { what: 'deferred'; id: string; error: unknown };

async function send(deps: Deps, notice: NoticeToSend): Promise<Outcome> {
  // Time goes by between writing and sending, most of all before somebody has it sent again.
  if (notice.lapsed) return { what: 'unaddressed', id: notice.id };
  if (isDeclined(notice.kind, notice.declined)) return { what: 'unwanted', id: notice.id };
  if (notice.address === null && notice.counter) return { what: 'unaddressed', id: notice.id };
  if (notice.address === null) return { what: 'refused', notice, response: 'no_address' };
  try {
    const { response } = await deps.mailer.send(mailOf(deps, notice, notice.address));
    return { what: 'sent', id: notice.id, response: codeOf(response) };
  } catch (error) {
    if (error instanceof MailRefused)
      return { what: 'refused', notice, response: String(error.responseCode ?? 'refused') };
    return { what: 'deferred', id: notice.id, error };
  }
}

function mailOf(deps: Deps, notice: NoticeToSend, address: string) {
  const { language } = notice;
  const words = noticeMail(notice.kind, language, {
    ...(notice.number === null ? {} : { number: notice.number }),
    ...(notice.formTitle === null ? {} : { formTitle: notice.formTitle[language] }),
    ...(notice.dueAt === null ? {} : { dueAt: notice.dueAt.toISOString() }),
    officeName: notice.officeName?.[language] ?? '',
    link: `${deps.publicUrl}${pageOfNotice(notice, language)}`,
  });
  const host = new URL(deps.publicUrl).hostname;
  return { ...words, to: address, language, messageId: `<notice.${notice.id}@${host}>` };
}

/**
 * What the engine has tried for as long as it does and could not hand over, or lost: a failure like a refusal, so that
 * the party's proof does not end in silence.
 */
export async function giveUpNotices(
  deps: Pick<Deps, 'db' | 'now' | 'signer'>,
  writtenBefore: Date,
): Promise<void> {
  for (const notice of await abandonedNotices(deps.db, writtenBefore)) await refuse(deps, notice, 'gave_up');
}

/** Recorded with the notice; the evidence follows by the ordinary way of a command. */
async function refuse(
  deps: Pick<Deps, 'db' | 'now' | 'signer'>,
  notice: Pick<NoticeToSend, 'id' | 'kind' | 'submissionId' | 'deliveryId'>,
  response: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const { submissionId, deliveryId, kind } = notice;
    const at = deps.now();
    if (submissionId === null) {
      if ((await markRefused(tx, notice.id, response, at)) && deliveryId !== null)
        await recordNoticeFailure(tx, deps, deliveryId, { notice: notice.id, kind, response });
      return;
    }
    const row = present(await lockSubmission(tx, submissionId));
    if (!(await markRefused(tx, notice.id, response, at))) return;
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
}

/** The reply's code and enhanced code (RFC 3463), without the words a server adds, which may name people. */
function codeOf(response: string): string {
  return /^\d{3}( \d\.\d\.\d)?/.exec(response)?.[0] ?? 'accepted';
}
