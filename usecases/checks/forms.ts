import { checkWritten } from '../../db/form-store';
import type { Db } from '../../db/knex';
import type { Report } from './fault';

/** What is shown of a form, in its author's order, against the digest that its version has in the log. */
export async function checkForms(db: Db, report: Report): Promise<number> {
  const { looked, differing } = await checkWritten(db);
  for (const row of differing)
    report({ table: 'form_texts', row, what: 'is not what the digest of its version says' });
  return looked;
}
