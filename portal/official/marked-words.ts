export interface Piece {
  text: string;
  /** In the old text only, in the new one only, or in both. */
  side: 'before' | 'after' | 'both';
  /** Which piece it is. */
  at: number;
}

/** Longer texts are shown whole on both sides: comparing word by word grows with the product of the two. */
const MOST_WORDS = 2_000;

/** Two texts word by word: the longest words in common, in order, stay; the rest is old or new. */
export function markedWords(before: string, after: string): Piece[] {
  const old = before.split(/(?<=\s)/);
  const fresh = after.split(/(?<=\s)/);
  if (old.length > MOST_WORDS || fresh.length > MOST_WORDS)
    return joined([
      { text: before, side: 'before' },
      { text: after, side: 'after' },
    ]);
  const common = commonLengths(old, fresh);
  const pieces: Omit<Piece, 'at'>[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      pieces.push({ text: old[i] ?? '', side: 'both' });
      i += 1;
      j += 1;
    } else if (
      j >= fresh.length ||
      (i < old.length && lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1))
    )
      pieces.push({ text: old[i++] ?? '', side: 'before' });
    else pieces.push({ text: fresh[j++] ?? '', side: 'after' });
  }
  return joined(pieces);
}

const lengthAt = (common: Uint16Array[], i: number, j: number): number => common[i]?.[j] ?? 0;

/** How many words the rest of both texts have in common, from each pair of places on. */
function commonLengths(old: string[], fresh: string[]): Uint16Array[] {
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row === undefined) continue;
      row[j] =
        old[i] === fresh[j]
          ? lengthAt(common, i + 1, j + 1) + 1
          : Math.max(lengthAt(common, i + 1, j), lengthAt(common, i, j + 1));
    }
  return common;
}

function joined(pieces: Omit<Piece, 'at'>[]): Piece[] {
  const runs: Piece[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last?.side === piece.side) last.text += piece.text;
    else runs.push({ ...piece, at: runs.length });
  }
  return runs;
}
