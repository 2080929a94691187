import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PORTAL = join(__dirname, '../../portal');

interface Words {
  ko: string;
  en: string;
}
interface Manual {
  title: Words;
  lead: Words;
  topics: { id: string; pages: string[]; title: Words; lead: Words; steps: Words[]; notes: Words[] }[];
}

const AUDIENCES = ['auditor', 'citizen', 'official', 'operator'];
const manuals = Object.fromEntries(
  AUDIENCES.map((audience) => [
    audience,
    JSON.parse(readFileSync(join(PORTAL, 'help', `${audience}.json`), 'utf8')) as Manual,
  ]),
);
const topics = Object.values(manuals).flatMap((manual) => manual.topics);

/** Every page that the portal has, the help itself aside. */
const routes = ['app.tsx', 'official/routes.ts']
  .map((file) => readFileSync(join(PORTAL, file), 'utf8'))
  .join('');
const pages = [...routes.matchAll(/path: '([^'*]*)'/g)]
  .map(([, path]) => `/${path?.replace(/^\//, '')}`)
  .filter((path) => !path.startsWith('/help'));

const wordsIn = (value: unknown): Words[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('ko' in value || 'en' in value) return [value as Words];
  return Object.values(value).flatMap(wordsIn);
};

describe('the help of the portal', () => {
  it('has a topic for every page, and none for a page that is not there', () => {
    expect(pages.length).toBeGreaterThan(40);
    expect(pages).toHaveLength(new Set(pages).size);
    const helped = topics.flatMap((topic) => topic.pages);
    expect(pages.filter((page) => !helped.includes(page))).toEqual([]);
    expect(helped.filter((page) => !pages.includes(page))).toEqual([]);
    expect(helped).toHaveLength(new Set(helped).size);
  });

  it('says everything in both languages, each in its own', () => {
    const said = Object.values(manuals).flatMap(wordsIn);
    expect(said.length).toBeGreaterThan(80);
    for (const words of said) {
      expect([words, Object.keys(words).sort()]).toEqual([words, ['en', 'ko']]);
      expect([words, /[가-힣]/.test(words.ko), /[가-힣]/.test(words.en)]).toEqual([words, true, false]);
      expect([words, words.en.trim()]).not.toEqual([words, '']);
    }
    for (const { id, steps, title, lead } of topics)
      expect([id, steps.length > 0, wordsIn({ title, lead }).length]).toEqual([id, true, 2]);
  });

  it('is printed as a manual for each audience in each language, from the same words', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gongmun-manual-'));
    const made = spawnSync(process.execPath, [join(PORTAL, 'manual.mjs'), folder], { encoding: 'utf8' });
    expect([made.status, made.stderr]).toEqual([0, '']);
    expect(readdirSync(folder).sort()).toEqual(
      AUDIENCES.flatMap((audience) => [`${audience}.en.html`, `${audience}.ko.html`]),
    );
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    for (const [audience, manual] of Object.entries(manuals))
      for (const language of ['ko', 'en'] as const) {
        const page = readFileSync(join(folder, `${audience}.${language}.html`), 'utf8');
        expect(page).toContain(`<html lang="${language}">`);
        for (const words of wordsIn(manual)) expect(page).toContain(escaped(words[language]));
      }
    rmSync(folder, { recursive: true });
  });
});
