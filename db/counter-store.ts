import type { Db, Tx } from './knex';

/** Who sent what came over the counter. */
export interface Sender {
  name: string;
  email: string | null;
  address: string | null;
  organisation: string | null;
}

/** What the directory of people has no place for; name and mail address are those of the party. */
export async function insertSender(
  tx: Tx,
  submissionId: string,
  sender: { address?: string | undefined; organisation?: string | undefined },
): Promise<void> {
  const { address = null, organisation = null } = sender;
  await tx('counter_senders').insert({ submission_id: submissionId, address, organisation });
}

export async function findSender(db: Db | Tx, submissionId: string): Promise<Sender | undefined> {
  return (await findSenders(db, [submissionId])).get(submissionId);
}

/** Of some submissions, those that came over the counter. */
export async function findSenders(db: Db | Tx, submissionIds: string[]): Promise<Map<string, Sender>> {
  const { rows } = await db.raw(
    `SELECT k.submission_id AS id, p.name, p.email, k.address, k.organisation
     FROM counter_senders k
     JOIN submissions s ON s.id = k.submission_id
     JOIN people p ON p.id = s.party_person
     WHERE k.submission_id = ANY (?::uuid[])`,
    [submissionIds],
  );
  return new Map(rows.map(({ id, ...sender }: Sender & { id: string }) => [id, sender]));
}
