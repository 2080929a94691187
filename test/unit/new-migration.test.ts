import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newMigration } from '../../db/new-migration';

describe('npm run db:new', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gongmun-migrations-'));
    cpSync(join(__dirname, '../../db/migrations'), folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('writes the next migration and enters it in the list, after those before it', () => {
    const first = newMigration(folder, 'add-savings-book');
    const second = newMigration(folder, 'drop-it');
    const [a, b] = [first, second].map((file) => /(\d{4})-/.exec(file)?.[1]);
    expect(Number(b)).toBe(Number(a) + 1);
    expect(readFileSync(first, 'utf8')).toContain('export async function down');
    const index = readFileSync(join(folder, 'index.ts'), 'utf8');
    expect(index).toContain(`import * as addSavingsBook from './${a}-add-savings-book';`);
    expect(index.indexOf(`'${a}-add-savings-book': addSavingsBook,`)).toBeGreaterThan(
      index.indexOf("'0001-main-road': mainRoad,"),
    );
    expect(index.indexOf(`'${b}-drop-it': dropIt,\n};`)).toBeGreaterThan(0);
  });

  it.each(['', 'Add', '../x', 'a b', 'main-road'])('refuses the name %j', (name) => {
    const before = readFileSync(join(folder, 'index.ts'), 'utf8');
    expect(() => newMigration(folder, name)).toThrow(/migration/);
    expect(readFileSync(join(folder, 'index.ts'), 'utf8')).toBe(before);
  });
});
