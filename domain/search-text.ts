/** Longer than any name, title and marked answers together; what comes after is not found. */
const LONGEST = 4_000;

/**
 * Text as it is compared: NFC, lower case, one space between words and before the first, so that a word's beginning can
 * be asked for.
 */
export function foldText(text: string): string {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .slice(0, LONGEST)
    .split(/[\s\p{Cc}]+/u);
  return words
    .filter((word) => word !== '')
    .map((word) => ` ${word}`)
    .join('');
}

/**
 * Every two neighbouring characters of folded text (UTF-16 units, so that two fill an integer), each once: what the index
 * holds. The numbers are stored; how they are made must not change.
 */
export function gramsOf(folded: string): number[] {
  const grams = new Set<number>();
  for (let at = 1; at < folded.length; at += 1) {
    if (folded[at] !== ' ') grams.add((folded.charCodeAt(at - 1) << 16) | folded.charCodeAt(at));
  }
  return [...grams];
}

/** Pairs that leave no character of a needle out: what holds them all is looked at, so half of the pairs suffice. */
export function gramsCovering(needle: string): number[] {
  const grams = gramsOf(needle);
  return grams.filter((_, at) => at % 2 === 0 || at === grams.length - 1);
}

/**
 * The words of a question as they must occur in folded text, all of them. A single character would occur nearly
 * everywhere: it asks for words that begin with it.
 */
export function needlesOf(question: string): string[] {
  const words = foldText(question).split(' ').slice(1);
  return [...new Set(words)].map((word) => (word.length === 1 ? ` ${word}` : word));
}
