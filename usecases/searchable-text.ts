import type { Tx } from '../db/knex';
import { findOrganisationName } from '../db/person-store';
import type { FormDefinition } from '../domain/form';
import { valueAt } from '../domain/json-pointer';
import type { Actor } from '../domain/permissions';
import { foldText } from '../domain/search-text';

/** The words that a document is found by, and what they are taken from. */
interface Searched {
  answers?: unknown;
  letter?: { title: string } | undefined;
  organisation?: string | undefined;
}

/**
 * By what an office finds a submission on its desk: who sent it, as they were called then, its title, and the answers
 * that the form marks. Its numbers are found elsewhere.
 */
export async function searchableText(
  tx: Tx,
  { name: party }: Pick<Actor, 'name'>,
  document: Searched,
  form: FormDefinition | undefined,
): Promise<string> {
  const { organisation, letter, answers } = document;
  const name = organisation === undefined ? undefined : await findOrganisationName(tx, organisation);
  const marked = (form?.searchable ?? []).flatMap((pointer) => textsUnder(valueAt(answers, pointer)));
  const texts = [party, name?.ko, name?.en, letter?.title, form?.title.ko, form?.title.en, ...marked];
  return foldText(texts.filter((text) => text !== undefined).join('\n'));
}

function textsUnder(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsUnder) : [];
}
