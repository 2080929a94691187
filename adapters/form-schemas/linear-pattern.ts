import { RE2JS } from 're2js';
import { PatternRefused, toRe2 } from './re2-syntax';

/** A pattern that RE2 evaluates in time linear in the text. `size` is the number of its instructions. */
export interface LinearPattern {
  size: number;
  test(text: string): boolean;
}

interface Part {
  source: string;
  mustMatch: boolean;
}

const longestPattern = 2_000;
const mostInstructions = 20_000;
const mostLookaheads = 10;

/**
 * Compiles an ECMA-262 pattern for RE2. Lookaheads have a linear-time equivalent in two places, where the pattern is
 * split into several that are each matched by RE2:
 * right behind a leading `^`, `^(?=A)(?!B)C` holds when `^A` and `^C` match and `^B` does not; and
 * `^((?!A).)*$` holds when `^.*$` matches and `A`, which must not be empty or hold an assertion, is nowhere found.
 * All else that RE2 cannot match is refused (`PatternRefused`).
 */
export function linearPattern(source: string): LinearPattern {
  if (source.length > longestPattern)
    throw new PatternRefused(`The pattern is longer than ${longestPattern} characters.`);
  if (!isEcmaPattern(source)) throw new PatternRefused('The pattern is not a regular expression.');
  const parts = (temperedParts(source) ?? leadingParts(source)).map((part) => ({
    mustMatch: part.mustMatch,
    program: compile(toRe2(part.source)),
  }));
  const size = parts.reduce((sum, { program }) => sum + program.programSize(), 0);
  if (size > mostInstructions)
    throw new PatternRefused('The pattern is too large once its repetitions are written out.');
  return { size, test: (text) => parts.every(({ mustMatch, program }) => program.test(text) === mustMatch) };
}

function isEcmaPattern(source: string): boolean {
  // Needless escapes such as \- are errors under `u` only; form authors write them often and mean one thing by them.
  return ['u', ''].some((flags) => {
    try {
      return new RegExp(source, flags) !== undefined;
    } catch {
      return false;
    }
  });
}

function compile(re2Source: string): RE2JS {
  try {
    return RE2JS.compile(re2Source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new PatternRefused(
      reason.includes('repeat count')
        ? 'A part of the pattern is repeated more than 1,000 times.'
        : 'The pattern cannot be matched in linear time (RE2 refuses it).',
    );
  }
}

function temperedParts(source: string): Part[] | undefined {
  const found = /^\^\((?:\?:)?\(\?!(.+)\)\.\)([*+])\$$/s.exec(source);
  const [, forbidden, times] = found ?? [];
  if (forbidden === undefined || closing(`(${forbidden})`, 0) !== forbidden.length + 1) return undefined;
  if (/[$^(]|\\[bB]/.test(forbidden)) return undefined;
  const program = compile(toRe2(forbidden));
  if (program.test('')) return undefined;
  return [
    { source: `^.${times}$`, mustMatch: true },
    { source: forbidden, mustMatch: false },
  ];
}

function leadingParts(source: string): Part[] {
  const parts: Part[] = [];
  let at = 1;
  while (source[0] === '^' && /^\(\?[=!]/.test(source.slice(at, at + 3))) {
    const end = closing(source, at);
    const inner = source.slice(at + 3, end);
    if (/^[*+?{]/.test(source.slice(end + 1, end + 2))) throw new PatternRefused('A lookahead is repeated.');
    parts.push({ source: `^(?:${inner})`, mustMatch: source[at + 2] === '=' });
    at = end + 1;
  }
  if (parts.length === 0) return [{ source, mustMatch: true }];
  if (parts.length > mostLookaheads)
    throw new PatternRefused(`The pattern has more than ${mostLookaheads} lookaheads.`);
  const rest = source.slice(at);
  if (hasTopLevelAlternative(rest))
    throw new PatternRefused('A leading lookahead applies to one of several alternatives only.');
  return [...parts, { source: `^${rest}`, mustMatch: true }];
}

/** Calls `visit` for each mark that is neither escaped nor in a character class. */
function scan(source: string, from: number, visit: (mark: string, at: number) => 'stop' | undefined): void {
  let inClass = false;
  for (let at = from; at < source.length; at += 1) {
    const mark = source[at] as string;
    if (mark === '\\') at += 1;
    else if (inClass) inClass = mark !== ']';
    else if (mark === '[') inClass = true;
    else if (visit(mark, at) === 'stop') return;
  }
}

/** Where the group that opens at `from` closes; the pattern is known to be balanced. */
function closing(source: string, from: number): number {
  let depth = 0;
  let end = source.length;
  scan(source, from, (mark, at) => {
    if (mark === '(') depth += 1;
    if (mark === ')') depth -= 1;
    if (depth > 0) return undefined;
    end = at;
    return 'stop';
  });
  return end;
}

function hasTopLevelAlternative(source: string): boolean {
  let depth = 0;
  let found = false;
  scan(source, 0, (mark) => {
    if (mark === '(') depth += 1;
    if (mark === ')') depth -= 1;
    found ||= mark === '|' && depth === 0;
    return undefined;
  });
  return found;
}
