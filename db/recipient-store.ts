import { isCounterParty } from '../domain/counter-party';
import type { Recipient } from '../domain/official-document';
import type { Words } from '../domain/words';
import type { Db, Tx } from './knex';

/** What recipients are called, by `boxOf`; who is not there, or can receive nothing, is left out. */
export async function namesOfRecipients(
  db: Db | Tx,
  recipients: readonly Recipient[],
): Promise<Map<string, Words>> {
  const ids = (kind: Recipient['kind']) => recipients.filter((one) => one.kind === kind).map(({ id }) => id);
  const { rows } = await db.raw(
    `SELECT 'person:' || id AS box, jsonb_build_object('ko', name, 'en', name) AS name FROM people
       WHERE id = ANY (CAST(:people AS text[]))
     UNION ALL SELECT 'organisation:' || number, name FROM organisations
       WHERE number = ANY (CAST(:organisations AS text[]))
     UNION ALL SELECT 'office:' || code, name FROM offices
       WHERE code = ANY (CAST(:offices AS text[])) AND active`,
    {
      // A sender at the counter never signs in and has no mailbox.
      people: ids('person').filter((id) => !isCounterParty(id)),
      organisations: ids('organisation'),
      offices: ids('office'),
    },
  );
  return new Map(rows.map(({ box, name }: { box: string; name: Words }) => [box, name]));
}
