import type { Face } from './fonts';

/** Stands for each character that the font lacks, so that the reader sees that something is missing. */
export const REPLACEMENT = '□';

const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
/** Without a shape of its own; those that turn the direction would also disguise what stands there. */
const INVISIBLE = /\p{Cc}|\p{Default_Ignorable_Code_Point}|\p{Cf}/u;

/** Lines of text as the font can show them: composed (NFC), nothing invisible, nothing without a glyph. */
export function printableLines(text: string, face: Face): string[] {
  return text
    .normalize('NFC')
    .split(LINE_BREAK)
    .map((line) => {
      let shown = '';
      for (const character of line) shown += shownAs(character, face);
      return shown;
    });
}

/** As `printableLines`, with line breaks turned into spaces. */
export const printableLine = (text: string, face: Face): string => printableLines(text, face).join(' ');

function shownAs(character: string, face: Face): string {
  if (character === '\t') return '    ';
  if (INVISIBLE.test(character)) return '';
  return face.has(character.codePointAt(0) ?? 0) ? character : REPLACEMENT;
}
