import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(path, 'utf8');
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'forms/README.md'].map((name) => join(ROOT, name)),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(ROOT, 'docs', path)),
];

/** Targets of the links that lead to a place in the repository. */
const linksOf = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));

const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the documents', () => {
  it.each(documents.map((path) => [relative(ROOT, path), path]))(
    'link only to what there is: %s',
    (_name, path) => {
      const broken = linksOf(read(path)).filter((target) => {
        const [file, anchor] = target.split('#');
        const place = file === '' || file === undefined ? path : join(dirname(path), file);
        if (!existsSync(place)) return true;
        return anchor !== undefined && !anchorsOf(read(place)).includes(anchor);
      });
      expect(broken).toEqual([]);
    },
  );

  it('follow a submission by numbers without a gap, each step with its file', () => {
    const steps = [
      ...read(join(ROOT, 'docs/request-lifecycle.md')).matchAll(/^(\d+)\. (.+(?:\n {3,}.+)*)/gm),
    ];
    expect(steps.map((step) => Number(step[1]))).toEqual(steps.map((_, index) => index + 1));
    expect(steps.filter((step) => linksOf(step[2] ?? '').length === 0)).toEqual([]);
  });

  it('number the decisions without a gap, each with what was not taken', () => {
    const names = readdirSync(join(ROOT, 'docs/decisions')).sort();
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
    for (const name of names) {
      const text = read(join(ROOT, 'docs/decisions', name));
      expect(text.startsWith(`# ${name.slice(0, 4)} `)).toBe(true);
      for (const part of ['Why a decision', 'Decision', 'What follows', 'Not taken'])
        expect(anchorsOf(text)).toContain(part.toLowerCase().replaceAll(' ', '-'));
    }
  });

  it('name every file that they name in code marks', () => {
    const missing = documents.flatMap((path) =>
      [
        ...read(path).matchAll(
          /`((?:domain|workflows|activities|adapters|usecases|db|api|worker|local|test|forms|docs)\/[\w./-]+\.(?:ts|json|md|mjs))`/g,
        ),
      ]
        .map((match) => match[1] ?? '')
        .filter((name) => !/NNNN|verb-noun/.test(name) && !existsSync(join(ROOT, name)))
        .map((name) => `${relative(ROOT, path)}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});
