import type { BodyItem } from './official-document';

const KOREAN = [...'가나다라마바사아자차카타파하'];
const LATIN = [...'abcdefghijklmnopqrstuvwxyz'];
const CIRCLED_NUMBER = 0x2460;
const CIRCLED_HANGUL = 0x326e;
const CIRCLED_LATIN = 0x24d0;
export const DEEPEST_LEVEL = 8;

/** After 하 comes 거, 너, 더 …: the next vowel of the same row (Enforcement Rule of the Regulations on Administrative Affairs, art. 2). */
function letter(n: number, language: 'ko' | 'en'): string {
  if (language === 'en') return LATIN[n % 26] ?? '';
  const vowels = [0, 4, 8, 13, 18, 20];
  const consonant = KOREAN[n % KOREAN.length] ?? '';
  const vowel = vowels[Math.floor(n / KOREAN.length) % vowels.length] ?? 0;
  return String.fromCodePoint((consonant.codePointAt(0) ?? 0) + vowel * 28);
}

/** Circled signs end at 20 and 14; further ones stand in brackets. */
function circled(n: number, language: 'ko' | 'en', ofNumber: boolean): string {
  if (ofNumber) return n < 20 ? String.fromCodePoint(CIRCLED_NUMBER + n) : `(${n + 1})`;
  if (language === 'en') return n < 26 ? String.fromCodePoint(CIRCLED_LATIN + n) : `(${letter(n, language)})`;
  return n < 14 ? String.fromCodePoint(CIRCLED_HANGUL + n) : `(${letter(n, language)})`;
}

function signOf(level: number, n: number, language: 'ko' | 'en'): string {
  switch (level) {
    case 1:
      return `${n + 1}.`;
    case 2:
      return `${letter(n, language)}.`;
    case 3:
      return `${n + 1})`;
    case 4:
      return `${letter(n, language)})`;
    case 5:
      return `(${n + 1})`;
    case 6:
      return `(${letter(n, language)})`;
    case 7:
      return circled(n, language, true);
    case 8:
      return circled(n, language, false);
    default:
      return '';
  }
}

/**
 * The sign of each item: 1. 가. 1) 가) (1) (가) ① ㉮, as the Regulations on the Promotion of Administrative Efficiency and
 * Cooperation have it (Enforcement Rule art. 2). An item that is alone on its level below the same item has none.
 */
export function numberItems(body: readonly BodyItem[], language: 'ko' | 'en'): string[] {
  const counts: number[] = [];
  return body.map(({ level }, at) => {
    counts.length = level + 1;
    const n = counts[level] ?? 0;
    counts[level] = n + 1;
    if (level === 0 || (n === 0 && !hasSibling(body, at))) return '';
    return signOf(level, n, language);
  });
}

function hasSibling(body: readonly BodyItem[], at: number): boolean {
  const { level = 0 } = body[at] ?? {};
  for (const other of body.slice(at + 1)) {
    if (other.level === level) return true;
    if (other.level < level) return false;
  }
  return false;
}

/** The places where an item lies deeper below the one before than the next level. */
export function skippedLevels(body: readonly BodyItem[]): number[] {
  return body.flatMap(({ level }, at) => (level > (body[at - 1]?.level ?? 0) + 1 ? [at] : []));
}

/** The body as plain text, signs included. */
export function textOfBody(body: readonly BodyItem[], language: 'ko' | 'en'): string {
  const signs = numberItems(body, language);
  return body
    .map(({ level, text }, at) => {
      const sign = signs[at] ?? '';
      return `${'  '.repeat(Math.max(level - 1, 0))}${sign === '' ? '' : `${sign} `}${text}`;
    })
    .join('\n');
}
