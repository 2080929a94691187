import type { ContentCipher } from '../adapters/content-cipher';
import { openEach, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

/** Who sent what came over the counter: of this submission alone, so its content and not the directory's. */
export interface Sender {
  name: string;
  email: string | null;
  address: string | null;
  organisation: string | null;
}

export async function insertSender(
  tx: Tx,
  cipher: Pick<ContentCipher, 'seal'>,
  submission: { id: string; key: string },
  sender: Sender,
): Promise<void> {
  const { name, email, address, organisation } = sender;
  const at = { table: 'counter_senders' as const, row: submission.id };
  await tx('counter_senders').insert({
    submission_id: submission.id,
    sealed: await sealContent(cipher, submission.key, at, { name, email, address, organisation }),
  });
}

export async function findSender(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  submissionId: string,
): Promise<Sender | undefined> {
  return (await findSenders(db, cipher, [submissionId])).get(submissionId);
}

/** Of some submissions, those that came over the counter and whose content is kept. */
export async function findSenders(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  submissionIds: string[],
): Promise<Map<string, Sender>> {
  const { rows } = await db.raw(
    `SELECT k.submission_id AS row, s.content_key AS key, k.sealed, k.plain
     FROM counter_senders k JOIN submissions s ON s.id = k.submission_id
     WHERE k.submission_id = ANY (?::uuid[])`,
    [submissionIds],
  );
  const senders = await openEach<Sender>(cipher, 'counter_senders', rows);
  return new Map(
    senders.flatMap((sender, n): [string, Sender][] => (sender === undefined ? [] : [[rows[n].row, sender]])),
  );
}
