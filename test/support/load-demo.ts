import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFormSchemas } from '../../adapters/form-schemas';
import type { Db } from '../../db/knex';
import { loadDirectory } from '../../usecases/load-directory';
import { loadForms } from '../../usecases/load-forms';

const FORMS = [
  'resident-certificate-request',
  'information-disclosure-request',
  'restaurant-business-report',
];

/** The demo's people and offices, and three of the forms that are shipped. */
export async function loadDemo(db: Db): Promise<void> {
  const read = async (path: string) => JSON.parse(await readFile(join(__dirname, '../..', path), 'utf8'));
  await loadDirectory({ db }, await read('local/demo/directory.json'));
  const forms = await Promise.all(FORMS.map((id) => read(`forms/${id}.json`)));
  await loadForms({ db, schemas: createFormSchemas(), now: () => new Date() }, forms);
}
