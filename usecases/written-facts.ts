import { type DocumentRow, readContentOf } from '../db/document-store';
import { listDocumentFiles } from '../db/file-store';
import type { Db, Tx } from '../db/knex';
import { findLetterhead } from '../db/letterhead-store';
import { namesOfPeople } from '../db/person-store';
import { namesOfRecipients } from '../db/recipient-store';
import { boxOf } from '../domain/official-document';
import type { Deps } from './deps';
import type { OfficialFacts } from './official-page';

/** What stands on an official document before there is anything to prove: what was written, by whom, to whom. */
type WrittenFacts = Omit<
  OfficialFacts,
  'evidence' | 'digest' | 'seq' | 'number' | 'checkAddress' | 'receipt'
>;

/** @throws GongmunError `content.destroyed` (410) */
export async function writtenFacts(
  deps: Pick<Deps, 'cipher'>,
  db: Db | Tx,
  row: DocumentRow,
): Promise<WrittenFacts> {
  const { title, via, body, recipients } = await readContentOf(db, deps.cipher, row);
  const names = await namesOfRecipients(db, recipients);
  const people = await namesOfPeople(db, [row.drafter, ...row.line.map(({ person }) => person)]);
  const nameOf = (person: string): string => people.get(person) ?? person;
  const unnamed = (id: string) => ({ ko: id, en: id });
  return {
    ...{ language: row.language, title, via, body },
    office: await findLetterhead(db, row.office),
    recipients: recipients.map((one) => ({
      kind: one.kind,
      name: names.get(boxOf(one)) ?? unnamed(one.id),
    })),
    attachments: (await listDocumentFiles(db, deps.cipher, row.id)).map(({ name }) => name),
    drafter: nameOf(row.drafter),
    line: row.line.map(({ part, person }) => ({ part, name: nameOf(person) })),
    openness: { class: row.openness, ground: row.ground },
  };
}
