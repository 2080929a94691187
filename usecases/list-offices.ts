import { findOffice, listOffices as listOfficeRows, type Office } from '../db/office-store';
import type { Deps } from './deps';
import { decodeCursor, isText, type Page, toPage } from './page';
import { notFound } from './take-command';

/** Offices by code; a text narrows by code and name, a parent by the tree. */
export async function listOffices(
  deps: Pick<Deps, 'db'>,
  asked: {
    text?: string | undefined;
    parent?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Page<Office>> {
  const { text, parent, limit } = asked;
  const after = decodeCursor(asked.cursor, isText);
  const offices = await listOfficeRows(deps.db, { text, parent, after, limit: limit + 1 });
  return toPage(
    offices,
    limit,
    (office) => office,
    ({ code }) => code,
  );
}

export async function readOffice(deps: Pick<Deps, 'db'>, code: string): Promise<Office> {
  const office = await findOffice(deps.db, code);
  if (office === undefined) throw notFound();
  return office;
}
