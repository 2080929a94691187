import type { Face } from './fonts';

/**
 * Breaks one printable line into lines no wider than `width`: between words, as Korean is read best, and inside a
 * word only where it is wider than a whole line.
 */
export function wrap(line: string, face: Face, size: number, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  let used = 0;
  const next = (): void => {
    lines.push(current.trimEnd());
    current = '';
    used = 0;
  };
  for (const piece of line.match(/\s+|\S+/gu) ?? []) {
    const pieceWidth = face.widthOf(piece, size);
    if (/^\s/.test(piece)) {
      // Spaces begin a line only where the writer indented it.
      if (used === 0 && lines.length > 0) continue;
      if (used + pieceWidth > width) {
        if (used > 0) next();
        continue;
      }
    } else if (pieceWidth > width) {
      for (const character of piece) {
        const characterWidth = face.widthOf(character, size);
        if (used + characterWidth > width && used > 0) next();
        current += character;
        used += characterWidth;
      }
      continue;
    } else if (used + pieceWidth > width) next();
    current += piece;
    used += pieceWidth;
  }
  if (current !== '' || lines.length === 0) next();
  return lines;
}

/** The line itself, or as much of its beginning as `width` holds, and an ellipsis. */
export function cutToWidth(line: string, face: Face, size: number, width: number): string {
  if (face.widthOf(line, size) <= width) return line;
  let kept = '';
  let used = face.widthOf('…', size);
  for (const character of line) {
    used += face.widthOf(character, size);
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
