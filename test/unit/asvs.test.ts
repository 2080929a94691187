import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const LEAST_SHARE = 0.7;

/** Each row of the table: number, level, and what stands in its last cell. */
const ROWS = readFileSync(join(ROOT, 'docs/asvs.md'), 'utf8')
  .split('\n')
  .map((line) => /^\| (\d+\.\d+\.\d+) +\| ([12]) +\| .+ \| (.+?) *\|$/.exec(line))
  .flatMap((found) => (found === null ? [] : [{ number: found[1], level: found[2], shown: found[3] ?? '' }]));

describe('the table of ASVS', () => {
  it('has a row for each requirement of levels 1 and 2, once', () => {
    expect(ROWS.length).toBeGreaterThan(240);
    expect(new Set(ROWS.map(({ number }) => number)).size).toBe(ROWS.length);
    expect(new Set(ROWS.map(({ number }) => number?.split('.')[0])).size).toBe(17);
  });

  it('names tests that exist, or a reason', () => {
    const wrong = ROWS.filter(({ shown }) => {
      const [, file, name] = /^`(test\/[\w./-]+\.test\.ts)`: (.+)$/.exec(shown) ?? [];
      if (file === undefined || name === undefined) return !/^(not here|reason: .{10,})$/.test(shown);
      const path = join(ROOT, file);
      return !existsSync(path) || !namesTest(readFileSync(path, 'utf8'), name);
    });
    expect(wrong).toEqual([]);
  });

  it('names a test for at least 70 % of what applies', () => {
    const applies = ROWS.filter(({ shown }) => shown !== 'not here');
    const tested = applies.filter(({ shown }) => shown.startsWith('`test/'));
    process.stderr.write(`ASVS: ${tested.length} of ${applies.length} that apply name a test\n`);
    expect(tested.length / applies.length).toBeGreaterThanOrEqual(LEAST_SHARE);
  });
});

/** The whole title of a test, or, in quotes, that of one of its cases. */
function namesTest(text: string, name: string): boolean {
  if (/^'.+'$/.test(name)) return text.includes(name);
  const quoted = ["'", '`', '"'].map((quote) => `${quote}${name}${quote}`);
  return quoted.some((title) => new RegExp(`\\b(it|test)\\b[^;]{0,2000}?${escaped(title)}`, 's').test(text));
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
