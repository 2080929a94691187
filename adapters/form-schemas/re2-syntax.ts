/** Why a pattern cannot be used, as a sentence. */
export class PatternRefused extends Error {}

const whiteSpace =
  '\\t\\n\\v\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const notWhiteSpace =
  '\\x00-\\x08\\x0e-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}' +
  '\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}';
const lineEnds = '\\n\\r\\x{2028}\\x{2029}';
const controls: Record<string, number> = { t: 9, n: 10, v: 11, f: 12, r: 13 };

type Piece = { point: number } | { set: string };

/**
 * Rewrites an ECMA-262 pattern (read as with the `u` flag, which JSON Schema recommends) in RE2's syntax with the
 * same meaning. The dialects differ in white space (`\s`), `.`, `$`, `\u`, `\c`, `[]`, `[^]`, `\p{Script=…}` and in
 * what may be escaped. Throws `PatternRefused` for what has no linear-time equivalent.
 */
export function toRe2(source: string): string {
  const text = Array.from(source);
  let at = 0;
  let out = '';

  const take = (length: number) => text.slice(at, at + length).join('');
  const ahead = (prefix: string) => take(prefix.length) === prefix;
  const literal = (point: number) => `\\x{${point.toString(16)}}`;

  function hex(length: number): number {
    const digits = take(length);
    if (digits.length !== length || !/^[0-9a-fA-F]+$/.test(digits))
      throw new PatternRefused('An escape lacks its hexadecimal digits.');
    at += length;
    return Number.parseInt(digits, 16);
  }

  function upToBrace(): string {
    const end = text.indexOf('}', at);
    if (text[at] !== '{' || end < 0) throw new PatternRefused('An escape lacks its braces.');
    const inner = text.slice(at + 1, end).join('');
    at = end + 1;
    return inner;
  }

  function unicodeEscape(): number {
    if (text[at] === '{') {
      const point = Number.parseInt(upToBrace(), 16);
      if (!(point <= 0x10ffff)) throw new PatternRefused('An escape names no character.');
      return point;
    }
    const unit = hex(4);
    const isHigh = unit >= 0xd800 && unit <= 0xdbff;
    if (isHigh && ahead('\\u')) {
      at += 2;
      const low = hex(4);
      if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
    if (unit >= 0xd800 && unit <= 0xdfff)
      throw new PatternRefused('An escape names half of a surrogate pair.');
    return unit;
  }

  function property(letter: string): string {
    const name = upToBrace();
    const [key, value] = name.includes('=') ? name.split('=') : ['', name];
    const known = ['', 'Script', 'sc', 'Script_Extensions', 'scx', 'General_Category', 'gc'];
    if (!known.includes(key ?? '') || !/^[A-Za-z_]+$/.test(value ?? ''))
      throw new PatternRefused('A Unicode property is unknown.');
    return `\\${letter}{${longCategories[value ?? ''] ?? value}}`;
  }

  /** What follows a backslash, alone or in a class. */
  function escaped(): Piece {
    const letter = text[at];
    if (letter === undefined) throw new PatternRefused('The pattern ends in a backslash.');
    at += 1;
    if ('dDwW'.includes(letter)) return { set: `\\${letter}` };
    if (letter === 's') return { set: whiteSpace };
    if (letter === 'S') return { set: notWhiteSpace };
    if (letter === 'p' || letter === 'P') return { set: property(letter) };
    if (letter in controls) return { point: controls[letter] as number };
    if (letter === 'u') return { point: unicodeEscape() };
    if (letter === 'x') return { point: hex(2) };
    if (letter === '0' && !/\d/.test(text[at] ?? '')) return { point: 0 };
    if (letter === 'c' && /[A-Za-z]/.test(text[at] ?? ''))
      return { point: (text[at++] as string).charCodeAt(0) % 32 };
    if (/[1-9]/.test(letter) || letter === 'k')
      throw new PatternRefused('Backreferences cannot be matched in linear time.');
    if (/[A-Za-z0-9]/.test(letter)) throw new PatternRefused('An escape is unknown.');
    return { point: letter.codePointAt(0) as number };
  }

  function classPiece(): Piece {
    const char = text[at++] as string;
    if (char !== '\\') return { point: char.codePointAt(0) as number };
    if (text[at] !== 'b') return escaped();
    at += 1;
    return { point: 8 };
  }

  function characterClass(): string {
    const negated = text[at] === '^';
    if (negated) at += 1;
    let inner = '';
    while (text[at] !== ']') {
      if (at >= text.length) throw new PatternRefused('A character class is not closed.');
      const from = classPiece();
      const isRange = 'point' in from && text[at] === '-' && at + 1 < text.length && text[at + 1] !== ']';
      if (!isRange) {
        inner += 'set' in from ? from.set : literal(from.point);
        continue;
      }
      at += 1;
      const to = classPiece();
      if ('set' in to) inner += `${literal(from.point)}\\-${to.set}`;
      else if (to.point < from.point)
        throw new PatternRefused('A range in a character class is out of order.');
      else inner += `${literal(from.point)}-${literal(to.point)}`;
    }
    at += 1;
    if (inner === '') return negated ? '[\\x00-\\x{10ffff}]' : '[^\\x00-\\x{10ffff}]';
    return `[${negated ? '^' : ''}${inner}]`;
  }

  function group(): string {
    if (text[at] !== '?') return '(?:';
    const name = /^\?<[\p{ID_Start}$_][\p{ID_Continue}$]*>/u.exec(take(80))?.[0];
    if (ahead('?:')) at += 2;
    else if (name !== undefined) at += Array.from(name).length;
    else if (ahead('?=') || ahead('?!') || ahead('?<'))
      throw new PatternRefused(
        'Lookarounds cannot be matched in linear time, except lookaheads right behind a leading ^.',
      );
    else throw new PatternRefused('A group begins with an unknown mark.');
    return '(?:';
  }

  function quantifier(): string {
    const counted = /^\d+(?:,\d*)?\}/.exec(take(24))?.[0];
    if (counted === undefined) return literal(0x7b);
    at += counted.length;
    return `{${counted}`;
  }

  while (at < text.length) {
    const char = text[at++] as string;
    if (char === '\\') {
      if (text[at] === 'b' || text[at] === 'B') out += `\\${text[at++]}`;
      else {
        const piece = escaped();
        out += 'set' in piece ? `[${piece.set}]` : literal(piece.point);
      }
    } else if (char === '[') out += characterClass();
    else if (char === '(') out += group();
    else if (char === '{') out += quantifier();
    else if (char === '.') out += `[^${lineEnds}]`;
    else if (char === '^') out += '\\A';
    else if (char === '$') out += '\\z';
    else out += '*+?|)'.includes(char) ? char : literal(char.codePointAt(0) as number);
  }
  return out;
}

// RE2 knows Unicode's general categories by their short names only.
const longCategories: Record<string, string> = {
  Letter: 'L',
  Lowercase_Letter: 'Ll',
  Uppercase_Letter: 'Lu',
  Titlecase_Letter: 'Lt',
  Modifier_Letter: 'Lm',
  Other_Letter: 'Lo',
  Mark: 'M',
  Nonspacing_Mark: 'Mn',
  Spacing_Mark: 'Mc',
  Enclosing_Mark: 'Me',
  Number: 'N',
  Decimal_Number: 'Nd',
  Letter_Number: 'Nl',
  Other_Number: 'No',
  Punctuation: 'P',
  Symbol: 'S',
  Math_Symbol: 'Sm',
  Currency_Symbol: 'Sc',
  Separator: 'Z',
  Space_Separator: 'Zs',
  Other: 'C',
  Control: 'Cc',
  Hang: 'Hangul',
  Hani: 'Han',
  Latn: 'Latin',
  Hira: 'Hiragana',
  Kana: 'Katakana',
  Cyrl: 'Cyrillic',
  Grek: 'Greek',
};
