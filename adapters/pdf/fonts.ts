import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import { unpackWoff } from './unpack-woff';

export type Weight = 'regular' | 'bold';

/** A font with what the layout asks of it; opened once per process, for that costs more than a page does. */
export interface Face {
  font: Font;
  has(codePoint: number): boolean;
  /** Width in points. */
  widthOf(text: string, size: number): number;
}

/** Nanum Gothic has the Korean syllables and the Chinese characters of Korean names. */
const FILES: Record<Weight, string> = {
  regular: '@kfonts/nanum-gothic/NanumGothic.woff',
  bold: '@kfonts/nanum-gothic/NanumGothicBold.woff',
};

const faces = new Map<Weight, Face>();

export function face(weight: Weight): Face {
  const known = faces.get(weight);
  if (known !== undefined) return known;
  const opened = open(create(unpackWoff(readFileSync(require.resolve(FILES[weight])))));
  faces.set(weight, opened);
  return opened;
}

function open(font: Font): Face {
  const advances = new Map<number, number>();
  const advanceOf = (codePoint: number): number => {
    const known = advances.get(codePoint);
    if (known !== undefined) return known;
    const advance = font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm;
    advances.set(codePoint, advance);
    return advance;
  };
  return {
    font,
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
    widthOf(text, size) {
      let width = 0;
      for (const character of text) width += advanceOf(character.codePointAt(0) ?? 0);
      return width * size;
    },
  };
}
