import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFormSchemas } from '../adapters/form-schemas';
import { readConfig } from '../config';
import { openDatabase } from '../db/knex';
import { loadDirectory } from '../usecases/load-directory';
import { loadForms } from '../usecases/load-forms';

/** `node --import tsx api/load.ts [--directory FILE] [--forms FOLDER]`: what ships as data, into the database. */
async function load(): Promise<void> {
  const { values } = parseArgs({ options: { directory: { type: 'string' }, forms: { type: 'string' } } });
  const { ownerUrl, pool } = readConfig().database;
  const db = openDatabase({ url: ownerUrl, pool });
  try {
    if (values.directory !== undefined) {
      const { offices, people } = await loadDirectory(
        { db },
        JSON.parse(await readFile(values.directory, 'utf8')),
      );
      process.stdout.write(`directory: ${offices} offices, ${people} people\n`);
    }
    if (values.forms !== undefined) {
      const definitions = await readDefinitions(values.forms);
      const published = await loadForms(
        { db, schemas: createFormSchemas(), now: () => new Date() },
        definitions,
      );
      process.stdout.write(`forms: ${definitions.length} read, ${published} versions published\n`);
    }
  } finally {
    await db.destroy();
  }
}

async function readDefinitions(folder: string): Promise<unknown[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
}

load().catch((error: unknown) => {
  process.stderr.write(`Loading failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
