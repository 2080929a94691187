import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');
/** All that runs in API and worker. Migrations are left out: they take no input. */
const FOLDERS = ['activities', 'adapters', 'api', 'db', 'domain', 'usecases', 'worker', 'workflows'];
const RAW = new Set([
  'raw',
  'whereRaw',
  'andWhereRaw',
  'orWhereRaw',
  'orderByRaw',
  'groupByRaw',
  'havingRaw',
  'joinRaw',
  'fromRaw',
]);

/**
 * Parts of SQL that are no constant by their name, by file: names of tables and columns, conditions and lists of
 * bindings that the file puts together itself. Whoever adds one says with it that no value from outside is in it.
 */
const COMPOSED: Record<string, string[]> = JSON.parse(
  readFileSync(join(__dirname, 'composed-sql.json'), 'utf8'),
);

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('migrations'))
    .map((name) => {
      const path = join(ROOT, folder, name);
      const text = readFileSync(path, 'utf8');
      return {
        name: relative(ROOT, path).replaceAll('\\', '/'),
        text,
        tree: ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true),
      };
    }),
);

describe('what is sent to the database', () => {
  it('holds no value that was written into its text', () => {
    const found = sources.flatMap(({ name, tree }) =>
      partsOfRawText(tree).map((part) => ({ name, part: part.replace(/\s+/g, ' ') })),
    );
    expect(found.length).toBeGreaterThan(100);
    const unknown = found.filter(({ name, part }) => !isConstant(part) && !COMPOSED[name]?.includes(part));
    expect(unknown.map(({ name, part }) => `${name}: ${part}`)).toEqual([]);
    const gone = Object.entries(COMPOSED).flatMap(([name, parts]) =>
      parts.filter((part) => !found.some((one) => one.name === name && one.part === part)),
    );
    expect(gone).toEqual([]);
  });

  it('would be found, were a value written into it', () => {
    const partsOf = (text: string) =>
      partsOfRawText(ts.createSourceFile('x.ts', text, ts.ScriptTarget.ESNext, true));
    const unsafe = [
      `db.raw(\`WHERE id = \${id}\`)`,
      "db.raw('WHERE id = ' + id)",
      `q.whereRaw(\`a = \${a.b}\`)`,
      'tx.raw(made)',
    ];
    expect(unsafe.map((text) => partsOf(text).filter((part) => !isConstant(part)).length)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(partsOf("db.raw('WHERE id = ?', [id])")).toEqual([]);
    expect(partsOf(`db.raw(\`SELECT \${COLUMNS} FROM x\`)`).filter((part) => !isConstant(part))).toEqual([]);
  });
});

describe('the operating system', () => {
  it('no shell is asked for, and nothing is evaluated', () => {
    const asked = sources.flatMap(({ name, text }) =>
      (text.match(/\b(execSync|exec)\s*\(['"`]|shell: true|\beval\(|new Function\(/g) ?? []).map(
        (part) => `${name}: ${part}`,
      ),
    );
    expect(asked).toEqual([]);
  });
});

/** What is put into the text of raw SQL: each part that is not text itself. */
function partsOfRawText(tree: ts.SourceFile): string[] {
  const parts: string[] = [];
  const partsOf = (text: ts.Expression): void => {
    if (ts.isStringLiteralLike(text)) return;
    else if (ts.isTemplateExpression(text)) for (const span of text.templateSpans) partsOf(span.expression);
    else if (ts.isConditionalExpression(text))
      for (const one of [text.whenTrue, text.whenFalse]) partsOf(one);
    else if (ts.isBinaryExpression(text)) for (const one of [text.left, text.right]) partsOf(one);
    else parts.push(text.getText());
  };
  const visit = (node: ts.Node): void => {
    const called =
      ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
        ? node.expression.name.text
        : '';
    if (ts.isCallExpression(node) && RAW.has(called) && node.arguments[0] !== undefined)
      partsOf(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return parts;
}

/** `COLUMNS`, `COLUMN[sort]`: constants of the module, or a choice of them. */
const isConstant = (part: string): boolean => /^[A-Z][A-Z0-9_]*(\[\w+\])?$/.test(part);
