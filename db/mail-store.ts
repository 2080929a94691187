import { v7 as uuid } from 'uuid';
import type { ContentCipher } from '../adapters/content-cipher';
import type { MailContent, MailKind } from '../domain/direct-mail';
import type { Db, Tx } from './knex';

export interface MailRow {
  id: string;
  kind: MailKind;
  contentKey: string;
  content: MailContent;
}

const placeOf = (id: string): string => `mails.sealed/${id}`;

/** One mail for each subject and kind, by a constraint. */
export async function insertMail(
  tx: Tx,
  cipher: Pick<ContentCipher, 'newKey' | 'seal'>,
  given: { kind: MailKind; subject: string; at: Date; content: MailContent },
): Promise<void> {
  const id = uuid();
  const key = await cipher.newKey();
  await tx('mails').insert({
    ...{ id, kind: given.kind, subject: given.subject, content_key: key, written_at: given.at },
    sealed: await cipher.seal(key, placeOf(id), given.content),
    status: 'written',
  });
}

/** Mails that the engine was not given yet, oldest first. */
export async function writtenMails(db: Db, limit: number): Promise<string[]> {
  return db('mails').where({ status: 'written' }).orderBy('written_at').limit(limit).pluck('id');
}

export async function markMailStarted(db: Db, id: string): Promise<void> {
  await db('mails').where({ id, status: 'written' }).update({ status: 'started' });
}

/** Undefined once it is settled. */
export async function findMail(
  db: Db,
  cipher: Pick<ContentCipher, 'open'>,
  id: string,
): Promise<MailRow | undefined> {
  const row = await db('mails')
    .where({ id, settled_at: null })
    .first('kind', 'content_key as contentKey', 'sealed');
  if (row === undefined) return undefined;
  const { kind, contentKey, sealed } = row;
  const [content] = await cipher.open([{ key: contentKey, place: placeOf(id), sealed }]);
  return content === undefined ? undefined : { id, kind, contentKey, content: content as MailContent };
}

/** Of a mail that is settled: nothing is left that it could open, but in a backup. */
export async function keyOfSettled(db: Db, id: string): Promise<string | undefined> {
  const row = await db('mails').where({ id }).whereNotNull('settled_at').first('content_key as key');
  return row?.key;
}

export async function deferMail(db: Db, id: string): Promise<void> {
  await db('mails')
    .where({ id, settled_at: null })
    .update({ status: 'deferred', attempts: db.raw('attempts + 1') });
}

/** What happened first stays. Nobody needs the address any more. */
export async function settleMail(
  db: Db,
  id: string,
  settled: { status: 'sent' | 'refused'; response: string; at: Date },
): Promise<void> {
  const { status, response, at } = settled;
  await db('mails')
    .where({ id, settled_at: null })
    .update({ status, response, settled_at: at, sealed: null, attempts: db.raw('attempts + 1') });
}

/** Given to the engine so long ago that nothing will come of it. */
export async function abandonedMails(
  db: Db,
  writtenBefore: Date,
): Promise<{ id: string; contentKey: string }[]> {
  return db('mails')
    .where({ settled_at: null })
    .where('written_at', '<', writtenBefore)
    .limit(500)
    .select('id', 'content_key as contentKey');
}
