import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TEMPLATE = `import type { Knex } from 'knex';

/** Why the schema changes. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(\`
    ALTER TABLE …
  \`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(\`
    ALTER TABLE …
  \`);
}
`;

/**
 * `npm run db:new NAME`: the next migration's file, entered in the list that every process runs.
 * @returns the file's path
 * @throws Error when the name is not in kebab-case or is there already
 */
export function newMigration(folder: string, name: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new Error('Name the migration after what it does, like: npm run db:new add-savings-book');
  const taken = readdirSync(folder).flatMap((file) => {
    const [, number, what] = /^(\d{4})-(.+)\.ts$/.exec(file) ?? [];
    return what === undefined ? [] : [{ number: Number(number), what }];
  });
  if (taken.some(({ what }) => what === name)) throw new Error(`There is a migration of the name ${name}.`);
  const next = Math.max(0, ...taken.map(({ number }) => number)) + 1;
  const id = `${String(next).padStart(4, '0')}-${name}`;
  const file = join(folder, `${id}.ts`);
  const index = join(folder, 'index.ts');
  const entered = enter(readFileSync(index, 'utf8'), id, name);
  writeFileSync(file, TEMPLATE, { flag: 'wx' });
  writeFileSync(index, entered);
  return file;
}

function enter(index: string, id: string, name: string): string {
  const variable = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const imports = [...index.matchAll(/^import \* as .*$/gm)].at(-1);
  const end = index.indexOf('\n};', index.indexOf('const MIGRATIONS'));
  if (imports === undefined || end < 0) throw new Error('db/migrations/index.ts is not as it was expected.');
  const afterImports = imports.index + imports[0].length;
  return [
    index.slice(0, afterImports),
    `\nimport * as ${variable} from './${id}';`,
    index.slice(afterImports, end),
    `\n  '${id}': ${variable},`,
    index.slice(end),
  ].join('');
}

if (require.main === module) {
  try {
    process.stdout.write(`${newMigration(join(__dirname, 'migrations'), process.argv[2] ?? '')}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
